// A mailbox, a case beside it, and what tests do with the two.
#pragma once

#include <memory>
#include <vector>

#include "casefile/case.h"
#include "casefile/custody.h"
#include "casefile/test_place.h"

namespace letterlock::casefile {

inline const FixedClock kNow(1'732'300'000);

inline std::string mail(int number, std::string_view more = "") {
  std::string text = fmt::format(
      "From: Ann <ann@meridian.example>\nTo: bob@harbor.example\n"
      "Message-ID: <m{0}@meridian.example>\nSubject: Letter {0}\n"
      "Date: Mon, 10 Jun 2024 10:{1:02}:00 +0200\n",
      number, number % 60);
  if (number % 3 == 1) text += fmt::format("References: <m{}@meridian.example>\n", number - 1);
  return text + fmt::format("\nThis is letter {}.{}\n", number, more);
}

inline std::string mbox(int first, int count, std::string_view more = "") {
  std::string text;
  for (int i = first; i < first + count; ++i) {
    text += "From ann@meridian.example Mon Jun 10 08:00:00 2024\n" + mail(i, more) + "\n";
  }
  return text;
}

struct Desk {
  TestDirectory place;
  FailingFiles files;
  CaseParts parts;
  IngestOptions options;
  SilentProgress silent;

  Desk() {
    options.jobs = 2;
    parts.files = &files;
  }
  std::filesystem::path where() const { return place / "case"; }
  Expected<Case> open(Access access = Access::create) const {
    return Case::open(where(), access, test_actor(), kNow, parts);
  }
  Expected<IngestSummary> ingest(const std::vector<std::filesystem::path>& sources) {
    auto opened = open();
    if (!opened) return fail(std::move(opened));
    return casefile::ingest(*opened, sources, options, silent);
  }
  Verification verified() {
    auto verification = verify(where(), silent, parts);
    EXPECT_TRUE(verification) << verification.error().message;
    return verification ? *verification : Verification{};
  }
};

inline std::vector<std::string> acts(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  const auto chain = read_custody(directory);
  for (const CustodyEntry& entry : chain->entries) names.push_back(entry.act);
  return names;
}

}  // namespace letterlock::casefile

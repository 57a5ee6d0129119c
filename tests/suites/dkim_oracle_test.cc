// 37,630 signatures of public mailing lists, and what another implementation (dkimpy) made of them
// with the same keys. The lists keep their mail with LF; the verdicts are over CRLF.
#include <gtest/gtest.h>

#include <map>

#include "auth/dkim.h"
#include "suites/archived_mail.h"
#include "suites/key_tables.h"

namespace letterlock::suites {
namespace {

// Message-ID and index of the signature -> the verdicts (a Message-ID may occur twice).
using Verdicts = std::multimap<std::pair<std::string, std::string>, std::vector<std::string>>;

Verdicts verdicts_of(const std::string& list) {
  Verdicts verdicts;
  std::string table;
  const std::string error =
      each_line_in(corpora() / "dkim-keys/verdicts.tsv.zst", [&](const std::string& line) {
        std::vector<std::string> cells = split_tabs(line);
        if (cells.size() == 7 && cells[0] == list) {
          verdicts.emplace(std::pair(cells[1], cells[2]), std::move(cells));
        }
      });
  EXPECT_EQ(error, "");
  return verdicts;
}

// The verdict in the table's words. It does not hold an expired x= against a signature.
std::string verdict_of(const auth::SignatureCheck& check) {
  if (check.signature.problem != auth::SignatureProblem::none) {
    return "error " + std::string(to_string(check.signature.problem));
  }
  if (check.proof == auth::Proof::header_and_body) return "pass";
  return check.body_hash_matches ? "fail" : "fail-body";
}

struct Counts {
  std::size_t same = 0, messages = 0;
  std::map<std::string, std::size_t> verdicts;
  std::string differences;
};

void compare(const mime::Message& message, auth::KeyLookup& keys, Verdicts& verdicts,
             Counts& counts) {
  const mime::HeaderField* const id = message.find("Message-ID");
  if (id == nullptr) return;
  // The table has the first word of folded ones.
  std::string message_id(trim(message.octets(id->body)));
  message_id.erase(std::min(message_id.find_first_of(" \t\r\n"), message_id.size()));
  const auto checks = auth::verify_dkim(message, keys, {.now = 1'800'000'000});
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const auto [begin, end] = verdicts.equal_range({message_id, std::to_string(i)});
    const std::string got = verdict_of(checks[i]);
    const auto same =
        std::find_if(begin, end, [&](const auto& row) { return row.second[6] == got; });
    if (begin == end) continue;  // no key when the table was made
    ++counts.verdicts[got];
    if (same != end) {
      ++counts.same;
      verdicts.erase(same);
      continue;
    }
    counts.differences += message_id + " " + std::to_string(i) + ": " + begin->second[6] + ", we " +
                          got + " (" + std::string(to_string(checks[i].reason)) + ")\n";
  }
}

void run_list(const std::string& list) {
  auth::TestKeys keys;
  add_key_table("recovered-keys.tsv", keys);
  add_key_table("known-keys.tsv", keys);
  Verdicts verdicts = verdicts_of(list);
  const std::size_t all = verdicts.size();
  ASSERT_GT(all, 0u);
  Counts counts;
  const std::string error = each_in_mbox(
      corpora() / ("mail-lists/" + list + ".mbox.zst"),
      [&](const std::string&, std::string_view octets) {
        ++counts.messages;
        const auto message =
            mime::Message::parse(mime::RawMessage::copy_of(without_mboxrd_quotes(octets)));
        if (message) compare(*message, keys, verdicts, counts);
        return true;
      });
  EXPECT_EQ(error, "");
  EXPECT_EQ(counts.differences, "");
  EXPECT_EQ(counts.same, all);
  for (const auto& [signature, row] : verdicts) {
    ADD_FAILURE() << signature.first << " " << signature.second << ": no such signature";
  }
  std::printf("%s: %zu messages, %zu of %zu verdicts the same:", list.c_str(), counts.messages,
              counts.same, all);
  for (const auto& [verdict, count] : counts.verdicts) {
    std::printf(" %s %zu", verdict.c_str(), count);
  }
  std::printf("\n");
}

TEST(DkimOracleTest, Ksummit) { run_list("ksummit.lists.linux.dev"); }
TEST(DkimOracleTest, Selinux) { run_list("selinux.vger.kernel.org"); }
TEST(DkimOracleTest, LinuxHyperv) { run_list("linux-hyperv.vger.kernel.org"); }

}  // namespace
}  // namespace letterlock::suites

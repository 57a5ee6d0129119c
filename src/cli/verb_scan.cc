#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/printable.h"
#include "casefile/facts_of.h"
#include "casefile/picture_codes.h"
#include "cli/each_message.h"
#include "cli/exit_code.h"
#include "cli/roster_file.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "hunt/scan.h"
#include "mime/message.h"
#include "report/finding_json.h"
#include "report/terminal.h"
#include "store/no_facts.h"

namespace letterlock::cli {
namespace {

Expected<std::string> standard_input(std::uint64_t most) {
  std::string octets;
  std::array<char, 65'536> block;
  while (true) {
    const ssize_t got = read(STDIN_FILENO, block.data(), block.size());
    if (got == 0) return octets;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::io, "standard input: {}", std::strerror(errno));
    octets.append(block.data(), static_cast<std::size_t>(got));
    if (octets.size() > most) {
      return fail(ErrorCode::limit, "standard input: larger than {} octets", most);
    }
  }
}

class Scanning {
 public:
  Scanning(hunt::Scanner& scanner, const Options& options) : scanner_(scanner), options_(options) {}

  Expected<void> read(const std::string& source, Progress& progress) {
    if (source == "-") {
      auto octets = standard_input(limits_.message_size);
      if (!octets) return fail(std::move(octets));
      if (trim(*octets).empty()) return {};
      return one(std::move(*octets), "-", "");
    }
    // A source that is a file names its messages without its directory.
    std::error_code none;
    const std::filesystem::path place(source);
    const auto root = std::filesystem::is_directory(place, none) ? place : place.parent_path();
    return each_message(
        {nullptr, source},
        [&](leak::Specimen&& specimen) {
          return one(std::move(specimen.octets), (root / specimen.path).string(), specimen.file);
        },
        [](const std::string& line) {
          print_err(fmt::format("letterlock: {}\n", printable(line, true)));
        },
        progress);
  }

  bool adverse() const { return adverse_; }
  std::uint64_t messages() const { return messages_; }

 private:
  Expected<void> one(std::string octets, const std::string& path, const std::string& file) {
    auto message = mime::Message::parse_view(octets, limits_);
    if (!message) return fail(std::move(message));
    const store::MessageFacts facts =
        casefile::facts_of(*message, sha256(octets), limits_, nullptr, &codes_);
    auto scanned = scanner_.examine(facts, std::move(octets));
    if (!scanned) return fail(std::move(scanned));
    ++messages_;
    const hunt::Verdict verdict = scanned->finding.verdict;
    adverse_ = adverse_ ||
               (options_.fail_on != "never" && verdict == hunt::Verdict::contradicted) ||
               (options_.fail_on == "deviates" && verdict == hunt::Verdict::deviates);
    print_out(options_.json ? report::scanned_json(options_.case_directory, *scanned, path, file)
                            : report::scanned_text(*scanned, path, use_color(STDOUT_FILENO),
                                                   terminal_width(STDOUT_FILENO)));
    return {};
  }

  hunt::Scanner& scanner_;
  const Options& options_;
  Limits limits_;
  casefile::PictureCodes codes_;
  std::uint64_t messages_ = 0;
  bool adverse_ = false;
};

// What the messages are held against; outlives the Scanner that it makes.
struct Background {
  store::NoFacts nothing;
  std::optional<casefile::Case> the_case;
  relations::Roster roster;

  Expected<hunt::Scanner> learn(const Options& options, const Surroundings& surroundings,
                                Progress& progress) {
    hunt::HuntOptions wanted;
    wanted.roster = &roster;
    store::FactStore* facts = &nothing;
    hunt::EvidenceSource evidence = [](store::MessageId id) -> Expected<std::string> {
      return fail(ErrorCode::not_found, "there is no case, and no message {} in it", id);
    };
    if (!options.case_directory.empty()) {
      auto opened = open_case(options, surroundings, casefile::Access::read);
      if (!opened) return fail(std::move(opened));
      the_case.emplace(std::move(*opened));
      auto known = roster_of(*the_case, options, false);
      if (!known) return fail(std::move(known));
      roster = std::move(*known);
      facts = &the_case->facts();
      evidence = [this](store::MessageId id) { return the_case->evidence(id); };
    }
    auto ground = hunt::Ground::survey(*facts, progress);
    if (!ground) return fail(std::move(ground));
    return hunt::Scanner::learn(*facts, std::move(*ground), std::move(evidence), wanted, progress);
  }
};

}  // namespace

int run_scan(const Options& options, const Surroundings& surroundings) {
  if (options.case_directory.empty() && !options.people.empty()) {
    return report({ErrorCode::usage, "--people says something of a case: give --case too"});
  }
  TerminalProgress progress(!options.quiet);
  Background background;
  auto scanner = background.learn(options, surroundings, progress);
  if (!scanner) return report(scanner.error());
  progress.clear();
  SilentProgress silent;
  Scanning scanning(*scanner, options);
  for (const std::string& source : options.sources) {
    auto read = scanning.read(source, silent);
    if (!read) return report(read.error());
  }
  if (scanning.messages() == 0) {
    return report({ErrorCode::not_found, "no message in what was given"});
  }
  return scanning.adverse() ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/each_message.h"
#include "cli/exit_code.h"
#include "cli/in_parallel.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/verify_keys.h"
#include "cli/verify_options.h"
#include "report/verification.h"

namespace letterlock::cli {
namespace {

// What is examined in one go: memory for it, and for the answers, is bounded.
constexpr std::size_t kMostMessages = 512;
constexpr std::size_t kMostOctets = 64u << 20;

// A message to be shown alone gets a full account; more get a line each.
class Output {
 public:
  explicit Output(const Options& options) : options_(options) {
    style_.color = use_color(STDOUT_FILENO);
    style_.width = terminal_width(STDOUT_FILENO);
    style_.disclose = options.disclose;
  }

  void message(const report::ExaminedMessage& message) {
    counts_.add(message);
    if (options_.json) {
      print_out(report::examined_json(message, options_.disclose) + "\n");
      return;
    }
    if (counts_.messages == 1) {
      first_ = report::examined_account(message, style_);
      first_line_ = report::examined_line(message, style_);
      return;
    }
    print_first_line();
    print_out(report::examined_line(message, style_));
  }

  void end() {
    if (options_.json) {
      print_out(report::counts_json(counts_) + "\n");
      return;
    }
    if (counts_.messages == 1) {
      print_out(first_);
    } else {
      print_first_line();
      print_out(report::counts_text(counts_, style_));
    }
    if (options_.explain) print_out("\n" + report::verification_explained());
  }

  const report::VerificationCounts& counts() const { return counts_; }

 private:
  void print_first_line() {
    print_out(first_line_);
    first_line_.clear();
  }

  const Options& options_;
  report::TextStyle style_;
  report::VerificationCounts counts_;
  std::string first_, first_line_;
};

report::ExaminedMessage unreadable(const FoundMessage& found) {
  report::ExaminedMessage told;
  told.sha256 = sha256(found.octets);
  told.size = found.octets.size();
  told.examination.verdict.verdict = leak::Verdict::cannot_tell;
  return told;
}

report::ExaminedMessage examine_one(const FoundMessage& found, leak::KeyRing& keys,
                                    const leak::VerdictOptions& options) {
  auto message = mime::Message::parse_view(found.octets);
  report::ExaminedMessage told = message ? report::describe_message(*message) : unreadable(found);
  told.id = found.id;
  told.path = found.path;
  told.reconstructed = found.reconstructed;
  if (message) {
    told.examination = leak::examine(*message, keys, options, {found.folder, found.internal_date});
  }
  return told;
}

// Collects messages and examines them many at a time.
class Examiner {
 public:
  Examiner(leak::KeyRing& keys, const leak::VerdictOptions& options, unsigned threads,
           Output& output)
      : keys_(keys), options_(options), threads_(threads), output_(output) {}

  void take(FoundMessage&& found) {
    octets_ += found.octets.size();
    waiting_.push_back(std::move(found));
    if (waiting_.size() >= kMostMessages || octets_ >= kMostOctets) finish();
  }

  void finish() {
    const auto told = in_parallel<report::ExaminedMessage>(
        waiting_, threads_,
        [&](const FoundMessage& found) { return examine_one(found, keys_, options_); });
    for (const report::ExaminedMessage& message : told) output_.message(message);
    waiting_.clear();
    octets_ = 0;
  }

 private:
  leak::KeyRing& keys_;
  const leak::VerdictOptions& options_;
  unsigned threads_;
  Output& output_;
  std::vector<FoundMessage> waiting_;
  std::size_t octets_ = 0;
};

Expected<void> record_in_case(casefile::Case& the_case, const report::VerificationCounts& counts) {
  return the_case.record("verify", report::counts_json(counts));
}

Expected<void> verify_all(const Material& material, leak::KeyRing& keys,
                          const leak::VerdictOptions& verdict_options, const Options& options,
                          Output& output) {
  TerminalProgress progress(!options.quiet && !isatty(STDOUT_FILENO));
  std::uint64_t total = 0;
  if (material.the_case != nullptr) {
    auto counts = material.the_case->facts().counts();
    if (!counts) return fail(std::move(counts));
    total = counts->messages;
  }
  progress.stage("verifying", "messages", total);
  const unsigned threads =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  Examiner examiner(keys, verdict_options, threads, output);
  auto read = each_message(
      material,
      [&](FoundMessage&& found) -> Expected<void> {
        examiner.take(std::move(found));
        return {};
      },
      [](const std::string& remark) { fmt::print(stderr, "letterlock: {}\n", printable(remark)); },
      progress);
  examiner.finish();
  return read;
}

}  // namespace

int run_verify(const Options& options, const Surroundings& surroundings) {
  auto verdict_options = verdict_options_of(options, surroundings.clock.now());
  if (!verdict_options) return report(verdict_options.error());
  Material material{nullptr, options.target};
  std::optional<casefile::Case> opened;
  bool recorded = false;
  if (is_case(options.target)) {
    auto the_case = open_to_record(options.target, options, surroundings, recorded);
    if (!the_case) return report(the_case.error());
    opened = std::move(*the_case);
    material.the_case = &*opened;
  }
  auto keys = gather_keys(options, material);
  if (!keys) return report(keys.error());
  Output output(options);
  auto done = verify_all(material, (*keys)->ring, *verdict_options, options, output);
  if (done || done.error().code == ErrorCode::interrupted) output.end();
  if (!done) return report(done.error());
  if (recorded) {
    if (auto entry = record_in_case(*opened, output.counts()); !entry) {
      return report(entry.error());
    }
  }
  if (output.counts().messages == 0) {
    return report({ErrorCode::not_found, options.target + ": holds no mail that we can read"});
  }
  return output.counts().verdicts.contains(leak::Verdict::contradicted) ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli

#include <fmt/format.h>
#include <unistd.h>

#include <iterator>

#include "base/printable.h"
#include "cli/each_message.h"
#include "cli/exit_code.h"
#include "cli/exposure_options.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "cli/verify_keys.h"
#include "cli/verify_options.h"
#include "report/json_line.h"
#include "report/takeover.h"
#include "report/verification.h"

namespace letterlock::cli {
namespace {

// A message to be shown alone gets a full account; more get a line each.
class Output {
 public:
  explicit Output(const Options& options) : options_(options) {
    style_.color = use_color(STDOUT_FILENO);
    style_.width = terminal_width(STDOUT_FILENO);
    style_.disclose = options.disclose;
  }

  void message(const leak::Examined& message) {
    counts_.add(message);
    if (options_.json) {
      print_out(
          report::json_line("verification", report::examined_json(message, options_.disclose)));
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
      print_out(report::summary_line(report::counts_json(counts_)));
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

// What can be told only from all messages together: one pass before the one that judges.
Expected<void> look_first(const Material& material, GatheredKeys& keys, const Options& options,
                          Survey& surveyed) {
  // Habits are a case's own; a handful of files is not enough to have any.
  const std::set<std::string> marks = leak::recovered_marks(keys.archive);
  const SurveyWants wants{!options.no_repair, options.recover_keys, material.the_case != nullptr,
                          marks.empty() ? nullptr : &marks};
  if (!wants.correspondents && !wants.samples && !wants.shapes && marks.empty()) return {};
  TerminalProgress progress(!options.quiet);
  auto told = survey(material, wants, progress);
  if (!told) return fail(std::move(told));
  surveyed = std::move(*told);
  keys.ring.close_circles(surveyed.marks);
  if (!options.recover_keys) return {};
  auto found = recover_into(keys, surveyed.samples.take(), options, progress);
  if (!found) return fail(std::move(found));
  progress.clear();
  print_err(fmt::format("letterlock: {}\n", report::recovery_sentence(*found)));
  if (!options.save_keys.empty()) {
    auto saved = save_recovered(*found, options);
    if (!saved) return fail(std::move(saved));
  }
  if (found->stopped) return fail(ErrorCode::interrupted, "stopped as asked");
  return {};
}

// When which account was in other hands, as the case's own logs tell.
Expected<void> add_windows(const Material& material, const Options& options,
                           std::vector<leak::TakenOver>& into) {
  if (material.the_case == nullptr || !material.the_case->has_logs()) {
    if (!names_access(options.exposure)) return {};
    return fail(ErrorCode::usage,
                "{}: holds no log of a provider, so --ip and the like name nothing; --taken-over "
                "tells a window outright",
                options.target);
  }
  auto wanted = exposure_options_of(*material.the_case, options.exposure);
  if (!wanted) return fail(std::move(wanted));
  auto events = material.the_case->events();
  if (!events) return fail(std::move(events));
  TerminalProgress progress(!options.quiet);
  auto told = exposure::expose(material.the_case->facts(), **events, *wanted, progress);
  if (!told) return fail(std::move(told));
  auto windows = report::taken_over_by(*told);
  progress.clear();
  if (told->proposed && !windows.empty()) {
    fmt::print(
        stderr,
        "letterlock: when accounts were in other hands is proposed from the logs; letterlock "
        "exposure shows why, and --ip or --session confirms it\n");
  }
  into.insert(into.end(), std::make_move_iterator(windows.begin()),
              std::make_move_iterator(windows.end()));
  return {};
}

Expected<void> record_in_case(casefile::Case& the_case, const report::VerificationCounts& counts) {
  return the_case.record("verify", report::counts_json(counts));
}

Expected<void> verify_all(const Material& material, leak::KeyRing& keys,
                          const leak::ExamineOptions& examine_options, const Options& options,
                          Output& output) {
  TerminalProgress progress(!options.quiet && !isatty(STDOUT_FILENO));
  std::uint64_t total = 0;
  if (material.the_case != nullptr) {
    auto counts = material.the_case->facts().counts();
    if (!counts) return fail(std::move(counts));
    total = counts->messages;
  }
  progress.stage("verifying", "messages", total);
  leak::ExamineOptions stoppable = examine_options;
  stoppable.stop = &progress;
  leak::Examiner examiner(keys, stoppable, options.jobs,
                          [&](leak::Examined&& told) { output.message(told); });
  auto read = each_message(
      material,
      [&](leak::Specimen&& found) -> Expected<void> {
        examiner.take(std::move(found));
        return {};
      },
      [](const std::string& remark) {
        print_err(fmt::format("letterlock: {}\n", printable(remark)));
      },
      progress);
  examiner.finish();
  return read;
}

}  // namespace

int run_verify(const Options& options, const Surroundings& surroundings) {
  auto examine_options = examine_options_of(options, surroundings.clock.now());
  if (!examine_options) return report(examine_options.error());
  Material material{nullptr, options.target};
  std::optional<casefile::Case> opened;
  bool recorded = false;
  if (is_case(options.target)) {
    auto the_case = open_to_record(options.target, options, surroundings, recorded);
    if (!the_case) return report(the_case.error());
    opened = std::move(*the_case);
    material.the_case = &*opened;
  }
  if (auto added = add_windows(material, options, examine_options->verdict.taken_over); !added) {
    return report(added.error());
  }
  auto keys = gather_keys(options, options.target);
  if (!keys) return report(keys.error());
  Survey surveyed;
  if (auto done = look_first(material, **keys, options, surveyed); !done) {
    return report(done.error());
  }
  if (material.the_case != nullptr) examine_options->shape = &surveyed.shapes;
  if (!options.no_repair) {
    examine_options->verdict.repair = [&](const mime::Message& message) {
      return surveyed.correspondents.context_for(message);
    };
  }
  Output output(options);
  auto done = verify_all(material, (*keys)->ring, *examine_options, options, output);
  if (done && output.counts().messages == 0) {
    return report({ErrorCode::not_found, options.target + ": holds no mail that we can read"});
  }
  if (done || done.error().code == ErrorCode::interrupted) output.end();
  if (!done) return report(done.error());
  if (recorded) {
    if (auto entry = record_in_case(*opened, output.counts()); !entry) {
      return report(entry.error());
    }
  }
  return output.counts().verdicts.contains(leak::Verdict::contradicted) ? kAnswerIsNo : kDone;
}

}  // namespace letterlock::cli

#include "report/first_screen.h"

#include <fmt/format.h>

#include "base/counted.h"
#include "base/printable.h"
#include "report/open_questions.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kFindings = 3;
constexpr std::size_t kMailboxes = 2;

class Screen {
 public:
  Screen(const Investigation& all, bool color, unsigned width)
      : all_(all), the_case_(shell_word(all.case_directory)), page_(color, width) {}

  std::string take() {
    page_.raw(page_.styled("1", "Investigation of " + printable(all_.case_directory)) + "\n");
    archive();
    suspicion();
    if (all_.exposed) access(all_.exposed->result);
    for (const OpenQuestion& open : open_questions(all_)) {
      if (open.letter == "C" && all_.verification) {
        signatures(all_.verification->counts);
      } else {
        answer(open.letter, open.question, open.state);
      }
    }
    return page_.take();
  }

 private:
  void answer(std::string_view letter, std::string_view question, std::string_view text) {
    page_.paragraph(fmt::format("{} {}", question, text), 3, fmt::format("{}.", letter));
  }

  void archive() {
    const store::Counts& counts = all_.counts;
    page_.paragraph(
        fmt::format("{} in {}, {} to {}; {}, {} in the sources.",
                    counted(all_.different_messages, "message", "messages"),
                    counted(counts.mailboxes, "mailbox", "mailboxes"), day(counts.first),
                    day(counts.last), counted(counts.people, "address", "addresses"),
                    counted(counts.source_defects, "thing not read", "things not read")),
        3);
  }

  void suspicion() {
    const hunt::HuntResult& hunt = all_.hunt;
    std::string told = hunt.messages == 0 ? "No message was looked at, so nothing can be said."
                                          : "No finding, which is no proof that they are.";
    if (!hunt.findings.empty()) {
      told = fmt::format("{} to look at", counted(hunt.findings.size(), "message", "messages"));
      if (hunt.contradictions > 0) {
        told += fmt::format("; the case contradicts {}", grouped(hunt.contradictions));
      }
      told += fmt::format(" (letterlock hunt {}):", printable(the_case_));
    }
    answer("A", "Is it really them?", told);
    for (std::size_t i = 0; i < std::min(kFindings, hunt.findings.size()); ++i) {
      const hunt::Finding& finding = hunt.findings[i];
      const std::string line =
          fmt::format("#{} {} {}: {}", finding.message, day(finding.date),
                      printable(finding.from_address), printable(finding.subject));
      page_.raw("   - " + ellipsize(line, page_.width() - 5) + "\n");
    }
  }

  void access(const exposure::ExposureResult& result) {
    if (result.mailboxes.empty()) return;
    answer("B", "What did the intruder see?",
           fmt::format("{} reached{} (letterlock exposure {}):",
                       counted(result.mailboxes.size(), "mailbox was", "mailboxes were"),
                       result.proposed ? ", as the logs suggest" : "", printable(the_case_)));
    for (std::size_t i = 0; i < std::min(kMailboxes, result.mailboxes.size()); ++i) {
      std::string line =
          printable(result.mailboxes[i].account) + " " + access_time(result.mailboxes[i]);
      std::string_view between = ": ";
      for (const auto level : {exposure::ExposureClass::x5, exposure::ExposureClass::x4,
                               exposure::ExposureClass::x3}) {
        const std::uint64_t messages = class_count(result, i, level);
        if (messages == 0) continue;
        line += fmt::format("{}{} {}", between, grouped(messages), class_phrase(level, messages));
        between = ", ";
      }
      page_.paragraph(line, 5, "   -");
    }
    std::uint64_t left = 0;
    for (const auto& each : result.activity.persistence) left += each.removed_at ? 0 : 1;
    if (left > 0) {
      page_.paragraph(fmt::format("{} still there.",
                                  counted(left, "way to come back is", "ways to come back are")),
                      5, "   !");
    }
  }

  void signatures(const VerificationCounts& counts) {
    std::string told;
    for (const auto& [verdict, messages] : counts.verdicts) {
      if (messages == 0) continue;
      told += fmt::format("{}{} {}", told.empty() ? "" : ", ", grouped(messages),
                          spaced(to_string(verdict)));
    }
    answer("C", "Is it genuine?",
           fmt::format("Of {} by their signatures: {}. Leaked material: letterlock verify LEAK "
                       "--keys ARCHIVE",
                       counted(counts.messages, "message", "messages"), told));
  }

  static std::string spaced(std::string_view word) {
    std::string text(word);
    for (char& c : text) c = c == '_' ? ' ' : c;
    return text;
  }

  const Investigation& all_;
  const std::string the_case_;
  Page page_;
};

}  // namespace

std::string first_screen(const Investigation& investigation, bool color, unsigned width) {
  return Screen(investigation, color, width).take();
}

}  // namespace letterlock::report

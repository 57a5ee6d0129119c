// How answers are worded, in one place: never an accusation, never "authentic"; what is
// established, what departs from it, what cannot be said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/counted.h"
#include "hunt/finding.h"
#include "hunt/scan.h"
#include "report/investigation.h"

namespace letterlock::report {

// "Forwards a message that the case should hold and does not; links through ..." One line.
std::string headline(const hunt::Finding& finding);
// "comes after a long silence of the sender", for Reason::code.
std::string finding_words(std::string_view code);
std::string_view verdict_words(hunt::Verdict verdict);

// The three columns of the summary; sentences.
struct Summary {
  std::vector<std::string> established, departs, cannot_say;
};
Summary summarize(const Investigation& investigation);

// One word of a command line, in quotes where a shell needs them.
std::string shell_word(std::string_view text);

// How to cut the octets out of the case again: a command that prints their SHA-256. `file`: where
// a message lies that is not in the case; "" where it has no file of its own, and then no command.
std::string cut_command(std::string_view case_directory, const hunt::Evidence& evidence,
                        std::string_view file = "");

// URLs so that no program makes links of them: hxxps://evil[.]example/.
std::string defanged(std::string_view text);

// A sentence of ours with names in quotation marks, where what looks like a host is defanged too.
std::string defanged_sentence(std::string_view text);

// What share of the case's messages scores as high or higher, in thousandths, rounded up to a
// tenth. REQUIRES: scanned.of > 0.
double per_thousand(const hunt::Scanned& scanned);

std::string context_label(std::uint32_t context);         // of exposure's contexts, from 0: "C1"
std::string day(const std::optional<UnixTime>& time);     // "2024-06-12" or "no date"
std::string minute(const std::optional<UnixTime>& time);  // "2024-06-12 14:03 UTC"

}  // namespace letterlock::report

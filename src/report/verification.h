// How verdicts on messages are printed: a line, a full account, JSON, a summary (docs/verify.md).
//
// The words are fixed: verified, verified after undoing N named changes, header proven but body
// not, signed by the same key as ..., contradicted, unsigned, cannot tell. Never "authentic".
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "leak/examine.h"
#include "leak/recover.h"

namespace letterlock::report {

struct VerificationCounts {
  std::uint64_t messages = 0, signatures = 0;
  std::uint64_t taken_over = 0, taken_over_proposed = 0;
  std::map<leak::Verdict, std::uint64_t> verdicts;
  std::map<std::string, std::uint64_t> why;      // of decisive signatures
  std::map<std::string, std::uint64_t> changes;  // undone, by name
  void add(const leak::Examined& message);
};

// What an investigation shows of a case's verification.
struct VerificationOverview {
  std::uint64_t keys = 0;  // known under some name
  VerificationCounts counts;
  // Those that say no, or say yes with a condition, gravest first; at most so many as were asked.
  std::vector<leak::Examined> notable;
  std::uint64_t more_notable = 0;  // left out of the list
};

// The changes that a search undid for this signature.
std::span<const leak::Edit> edits_of(const leak::SignatureVerdict& told);

// How grave it is that a message got this verdict; 0: not worth a line of its own.
int gravity(const leak::Examined& message);

// "Verified", "Verified after undoing 2 named changes", ...: the verdict in words.
std::string verdict_words(const leak::MessageVerdict& verdict);

// SignatureVerdict::why as a clause for people; the word itself where it is not known.
std::string_view reason_words(std::string_view why);

// One sentence on what a verdict says and does not say.
std::string_view verdict_meaning(leak::Verdict verdict);

struct TextStyle {
  bool color = false;
  unsigned width = 80;
  // Values behind a search for masked words are shown only where the user asked for them.
  bool disclose = false;
};
std::string examined_line(const leak::Examined& message, const TextStyle& style);
std::string examined_account(const leak::Examined& message, const TextStyle& style);
std::string examined_json(const leak::Examined& message, bool disclose);

std::string counts_text(const VerificationCounts& counts, const TextStyle& style);
std::string counts_json(const VerificationCounts& counts);

// Counts and notable messages: the member `verification` of report.json.
std::string overview_json(const VerificationOverview& overview);

// "3 keys recovered from ...; 2 groups of signatures gave none."
std::string recovery_sentence(const leak::Recovery& recovery);

// What to know before a message is published with words blacked out.
std::string_view publishing_warning();

// What remains open whatever fits.
std::string_view never_proven();

// Where keys can be had from, for a signature whose key nobody was asked for.
std::string_view missing_key_advice();

// What the words and codes mean, for --explain.
std::string verification_explained();

}  // namespace letterlock::report

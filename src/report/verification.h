// How verdicts on messages are printed: a line, a full account, JSON, a summary (docs/verify.md).
//
// The words are fixed: verified, verified after undoing N named changes, header proven but body
// not, signed by the same key as ..., contradicted, unsigned, cannot tell. Never "authentic".
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "leak/examine.h"

namespace letterlock::report {

struct VerificationCounts {
  std::uint64_t messages = 0, signatures = 0, taken_over = 0;
  std::map<leak::Verdict, std::uint64_t> verdicts;
  std::map<std::string, std::uint64_t> why;      // of decisive signatures
  std::map<std::string, std::uint64_t> changes;  // undone, by name
  void add(const leak::Examined& message);
};

// "Verified", "Verified after undoing 2 named changes", ...: the verdict in words.
std::string verdict_words(const leak::MessageVerdict& verdict);

// SignatureVerdict::why as a clause for people; the word itself where it is not known.
std::string_view reason_words(std::string_view why);

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

// What the words mean, for --explain.
std::string verification_explained();

}  // namespace letterlock::report

// How verdicts on messages are printed: a line, a full account, JSON, a summary (docs/verify.md).
//
// The words are fixed: verified, verified after undoing N named changes, header proven but body
// not, signed by the same key as ..., contradicted, unsigned, cannot tell. Never "authentic".
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "leak/examine.h"
#include "mime/message.h"
#include "store/facts.h"

namespace letterlock::report {

// One message under examination, as a record that outlives its octets.
struct ExaminedMessage {
  std::optional<store::MessageId> id;
  std::string path;
  Sha256 sha256;
  std::uint64_t size = 0;
  std::string message_id, from, subject;  // decoded
  std::optional<UnixTime> date;
  bool reconstructed = false;
  leak::Examination examination;
};

// Fills in what the header tells of the message.
ExaminedMessage describe_message(const mime::Message& message);

struct VerificationCounts {
  std::uint64_t messages = 0, signatures = 0, taken_over = 0;
  std::map<leak::Verdict, std::uint64_t> verdicts;
  std::map<std::string, std::uint64_t> why;      // of decisive signatures
  std::map<std::string, std::uint64_t> changes;  // undone, by name
  void add(const ExaminedMessage& message);
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
std::string examined_line(const ExaminedMessage& message, const TextStyle& style);
std::string examined_account(const ExaminedMessage& message, const TextStyle& style);
std::string examined_json(const ExaminedMessage& message, bool disclose);

std::string counts_text(const VerificationCounts& counts, const TextStyle& style);
std::string counts_json(const VerificationCounts& counts);

// What the words mean, for --explain.
std::string verification_explained();

}  // namespace letterlock::report

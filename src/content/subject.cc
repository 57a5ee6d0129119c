// Subjects without what replying and forwarding put before them (RFC 5256 section 2.1, and the
// prefixes of the clients' many languages).
#include "content/subject.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"
#include "content/content.h"

namespace letterlock::content {
namespace {

enum Claim : std::uint8_t { kNothing = 0, kReply = 1, kForward = 2, kEither = 3 };

struct Prefix {
  std::string_view word;  // lower case
  Claim claim;
};
constexpr Prefix kPrefixes[] = {
    {"re", kReply},
    {"aw", kReply},
    {"antw", kReply},
    {"antwort", kReply},
    {"sv", kReply},
    {"svar", kReply},
    {"vá", kReply},
    {"rif", kReply},
    {"r", kReply},
    {"res", kReply},
    {"resp", kReply},
    {"respuesta", kReply},
    {"réf", kReply},
    {"rép", kReply},
    {"odp", kReply},
    {"ynt", kReply},
    {"yan", kReply},
    {"bls", kReply},
    {"atb", kReply},
    {"απ", kReply},
    {"σχετ", kReply},
    {"ответ", kReply},
    {"отв", kReply},
    {"на", kReply},
    {"відп", kReply},
    {"відповідь", kReply},
    {"回复", kReply},
    {"回覆", kReply},
    {"答复", kReply},
    {"答覆", kReply},
    {"返信", kReply},
    {"회신", kReply},
    {"답장", kReply},
    {"trả lời", kReply},
    {"ตอบ", kReply},
    {"رد", kReply},
    {"השב", kReply},
    {"תגובה", kReply},
    {"fwd", kForward},
    {"fw", kForward},
    {"forward", kForward},
    {"wg", kForward},
    {"wtr", kForward},
    {"weitergeleitet", kForward},
    {"tr", kForward},
    {"transf", kForward},
    {"i", kForward},
    {"rv", kForward},
    {"rm", kForward},
    {"enc", kForward},
    {"doorst", kForward},
    {"vb", kForward},
    {"vl", kForward},
    {"vs", kEither},
    {"pd", kForward},
    {"továbbítás", kForward},
    {"i̇lt", kForward},
    {"ilt", kForward},
    {"trs", kForward},
    {"πρθ", kForward},
    {"fs", kForward},
    {"пересл", kForward},
    {"пер", kForward},
    {"转发", kForward},
    {"轉寄", kForward},
    {"转寄", kForward},
    {"轉發", kForward},
    {"転送", kForward},
    {"전달", kForward},
    {"chuyển tiếp", kForward},
    {"إعادة توجيه", kForward},
    {"הועבר", kForward},
};
constexpr std::size_t kLongestPrefix = 40;

// The octets that prefixes begin with: most subjects begin with none of them.
constexpr std::array<bool, 256> make_first_octets() {
  std::array<bool, 256> octets{};
  for (const Prefix& prefix : kPrefixes) octets[static_cast<unsigned char>(prefix.word[0])] = true;
  return octets;
}
constexpr auto kFirstOctets = make_first_octets();

constexpr std::string_view kWideColon = "：";

std::string lower(std::string_view subject) {
  if (std::all_of(subject.begin(), subject.end(), is_ascii)) return lower_ascii(subject);
  subject = subject.substr(0, 1U << 20);
  std::string out;
  icu::UnicodeString::fromUTF8(
      icu::StringPiece(subject.data(), static_cast<std::int32_t>(subject.size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(out);
  return out;
}

void skip_counter(std::string_view& text) {
  // "Re[2]:", "Re(2):", "Re^2:", "RE*2:"
  std::string_view rest = trim(text);
  if (rest.empty() || std::string_view("[(^*").find(rest[0]) == std::string_view::npos) return;
  rest.remove_prefix(1);
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  if (digits == 0) return;
  rest.remove_prefix(digits);
  if (rest.starts_with(']') || rest.starts_with(')')) rest.remove_prefix(1);
  text = rest;
}

bool take_colon(std::string_view& text) {
  text = trim(text);
  if (text.starts_with(':')) {
    text.remove_prefix(1);
  } else if (text.starts_with(kWideColon)) {
    text.remove_prefix(kWideColon.size());
  } else {
    return false;
  }
  return true;
}

// Takes one prefix off `text` (lower case).
Claim take_prefix(std::string_view& text) {
  const std::string_view head = text.substr(0, kLongestPrefix);
  if (head.empty() || !kFirstOctets[static_cast<unsigned char>(head[0])]) return kNothing;
  for (const auto& prefix : kPrefixes) {
    if (prefix.word[0] != head[0] || !head.starts_with(prefix.word)) continue;
    std::string_view rest = text.substr(prefix.word.size());
    skip_counter(rest);
    if (!take_colon(rest)) continue;
    text = rest;
    return prefix.claim;
  }
  return kNothing;
}

// "[list-name] subject": the tag goes unless nothing would be left.
bool take_tag(std::string_view& text) {
  if (!text.starts_with('[')) return false;
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos || trim(text.substr(close + 1)).empty()) return false;
  text = trim(text.substr(close + 1));
  return true;
}

// Takes off everything there is; returns what the outermost prefix claims.
Claim strip(std::string_view& text) {
  Claim outermost = kNothing;
  text = trim(text);
  for (;;) {
    const Claim claim = take_prefix(text);
    if (outermost == kNothing) outermost = claim;
    text = trim(text);
    if (claim == kNothing && !take_tag(text)) return outermost;
  }
}

SubjectReading read(std::string_view subject) {
  const std::string lowered = lower(subject);
  std::string_view text = lowered;
  const Claim claim = strip(text);
  SubjectReading reading;
  reading.reply = (claim & kReply) != 0;
  reading.forward = (claim & kForward) != 0 || text.ends_with("(fwd)");
  while (text.ends_with("(fwd)")) text = trim(text.substr(0, text.size() - 5));
  std::string& base = reading.base;
  base.reserve(text.size());
  for (const char c : text) {
    if (!is_space(c)) {
      base += c;
    } else if (base.empty() || base.back() != ' ') {
      base += ' ';
    }
  }
  return reading;
}

}  // namespace

// One message's subject is asked for several times in a row.
SubjectReading read_subject(std::string_view subject) {
  struct Last {
    std::string subject;
    SubjectReading reading = read({});
  };
  constexpr std::size_t kLongestKept = 1024;
  thread_local Last last;
  if (subject.size() > kLongestKept) return read(subject);
  if (last.subject != subject) {
    last.reading = read(subject);
    last.subject = subject;
  }
  return last.reading;
}

std::string base_subject(std::string_view subject) { return read_subject(subject).base; }
bool subject_claims_reply(std::string_view subject) { return read_subject(subject).reply; }
bool subject_claims_forward(std::string_view subject) { return read_subject(subject).forward; }

}  // namespace letterlock::content

#include "leak/recover_state.h"

#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "leak/modulus.h"

namespace letterlock::leak {

namespace {

constexpr std::string_view kHead = "letterlock-key-recovery 1";
constexpr std::size_t kLongestDomain = 255;

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_alnum(c) || c == '.' || c == '-' || c == '_') {
      out += c;
    } else {
      out += '%';
      out += to_hex({&c, 1});
    }
  }
  return out;
}

// As to_hex() writes it: lower case alone.
std::optional<std::string> octets_of_hex(std::string_view hex) {
  return lower_ascii(hex) == hex ? from_hex(hex) : std::nullopt;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto octet = octets_of_hex(text.substr(i + 1, 2));
    if (!octet || octet->size() != 1) return std::nullopt;
    out += *octet;
    i += 2;
  }
  if (out.empty() || out.size() > kLongestDomain || escaped(out) != text) return std::nullopt;
  return out;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() &&
         (text.size() == 1 || text[0] != '0');
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= line.size() && words.size() < 10;) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool read_modulus(std::string_view text, GcdRecord& record) {
  if (text == "-") return record.e == 0;
  const auto modulus = octets_of_hex(text);
  if (!modulus || modulus->size() != record.octets || modulus->front() == '\0') return false;
  record.modulus = *modulus;
  return record.e >= 3 && record.e <= kMaxRecoveryExponent;
}

std::optional<GcdRecord> read_line(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() != 9 || words[0] != "gcd") return std::nullopt;
  GcdRecord record;
  for (const auto& [word, out] : {std::pair(words[1], &record.input), {words[2], &record.group}}) {
    const auto hash = octets_of_hex(word);
    if (!hash || hash->size() != out->octets.size()) return std::nullopt;
    *out = *Sha256::from_hex(word);
  }
  if (!read_number(words[3], record.octets) || record.octets < kMinSignatureOctets ||
      record.octets > kMaxSignatureOctets || !read_number(words[4], record.e) ||
      !read_modulus(words[5], record) || !read_number(words[6], record.cpu_ms)) {
    return std::nullopt;
  }
  auto domain = unescaped(words[7]), selector = unescaped(words[8]);
  if (!domain || !selector) return std::nullopt;
  record.domain = *std::move(domain);
  record.selector = *std::move(selector);
  return record;
}

}  // namespace

Expected<RecoveryState> RecoveryState::parse(std::string_view text) {
  if (text.size() > kMostOctets) {
    return fail(ErrorCode::limit, "state of key recovery: {} octets, at most {} are read",
                text.size(), kMostOctets);
  }
  RecoveryState state;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) break;  // cut
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    if (++number == 1) {
      if (line == kHead) continue;
      return fail(ErrorCode::corrupt, "state of key recovery: line 1 is not \"{}\"", kHead);
    }
    auto record = read_line(line);
    if (!record) {
      return fail(ErrorCode::corrupt, "state of key recovery: line {} is no record", number);
    }
    state.add(*std::move(record));
  }
  return state;
}

const GcdRecord* RecoveryState::find(const Sha256& input) const {
  const auto at = records_.find(input);
  return at == records_.end() ? nullptr : &at->second;
}

std::string state_head() { return std::string(kHead) + "\n"; }

std::string state_line(const GcdRecord& record) {
  return fmt::format("gcd {} {} {} {} {} {} {} {}\n", record.input.hex(), record.group.hex(),
                     record.octets, record.e, record.modulus.empty() ? "-" : to_hex(record.modulus),
                     record.cpu_ms, escaped(record.domain), escaped(record.selector));
}

}  // namespace letterlock::leak

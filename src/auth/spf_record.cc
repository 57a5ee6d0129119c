#include "auth/spf_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "auth/spf_macro.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kVersion = "v=spf1";

struct Named {
  std::string_view name;
  SpfMechanism mechanism;
};
constexpr std::array<Named, 8> kMechanisms = {{{"all", SpfMechanism::all},
                                               {"include", SpfMechanism::include},
                                               {"a", SpfMechanism::a},
                                               {"mx", SpfMechanism::mx},
                                               {"ptr", SpfMechanism::ptr},
                                               {"ip4", SpfMechanism::ip4},
                                               {"ip6", SpfMechanism::ip6},
                                               {"exists", SpfMechanism::exists}}};

// "0", or digits without a leading zero; nullopt otherwise and above `most`.
std::optional<unsigned> prefix_length(std::string_view digits, unsigned most) {
  if (digits.empty() || digits.size() > 3 || (digits[0] == '0' && digits.size() > 1)) {
    return std::nullopt;
  }
  unsigned value = 0;
  for (const char digit : digits) {
    if (!is_digit(digit)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  if (value > most) return std::nullopt;
  return value;
}

// These return what is wrong; "" where nothing is.

// Takes "/24", "//64" or "/24//64" off the end of `text`.
std::string take_dual_prefix(std::string_view& text, SpfDirective& directive) {
  std::size_t begin = text.size();
  while (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '/')) --begin;
  begin = text.find('/', begin);
  if (begin == text.npos) return {};
  std::string_view prefixes = text.substr(begin);
  text = text.substr(0, begin);
  if (const std::size_t six = prefixes.find("//"); six != prefixes.npos) {
    const auto length = prefix_length(prefixes.substr(six + 2), 128);
    if (!length) return "no IPv6 prefix length";
    directive.prefix6 = *length;
    prefixes = prefixes.substr(0, six);
  }
  if (prefixes.empty()) return {};
  const auto length = prefix_length(prefixes.substr(1), 32);
  if (!length) return "no IPv4 prefix length";
  directive.prefix4 = *length;
  return {};
}

std::string read_network(std::string_view text, SpfDirective& directive) {
  const bool v6 = directive.mechanism == SpfMechanism::ip6;
  const std::size_t slash = text.find('/');
  directive.network = IpAddress::parse(text.substr(0, slash));
  if (!directive.network || directive.network->is_v6() != v6) return "no address";
  if (slash == text.npos) return {};
  const auto length = prefix_length(text.substr(slash + 1), v6 ? 128 : 32);
  if (!length) return "no prefix length";
  (v6 ? directive.prefix6 : directive.prefix4) = *length;
  return {};
}

std::string read_domain_spec(std::string_view text, std::string& out) {
  if (!is_domain_spec(text)) return "no domain-spec";
  out = text;
  return {};
}

// What follows the name: "", ":domain-spec", "/24" and so on.
std::string read_arguments(std::string_view text, SpfDirective& directive) {
  const bool given = text.starts_with(':');
  switch (directive.mechanism) {
    case SpfMechanism::all:
      return text.empty() ? "" : "all takes no argument";
    case SpfMechanism::include:
    case SpfMechanism::exists:
      if (!given) return "a domain-spec is missing";
      return read_domain_spec(text.substr(1), directive.domain_spec);
    case SpfMechanism::ip4:
    case SpfMechanism::ip6:
      if (!given) return "an address is missing";
      return read_network(text.substr(1), directive);
    case SpfMechanism::a:
    case SpfMechanism::mx:
      if (auto why = take_dual_prefix(text, directive); !why.empty()) return why;
      [[fallthrough]];
    case SpfMechanism::ptr:
      if (text.empty()) return {};
      if (!given) return "no domain-spec";
      return read_domain_spec(text.substr(1), directive.domain_spec);
  }
  return {};
}

std::string read_mechanism(std::string_view term, SpfRecord& record) {
  SpfDirective directive;
  directive.text = term;
  constexpr std::array<std::pair<char, SpfResult>, 4> kQualifiers = {{{'+', SpfResult::pass},
                                                                      {'-', SpfResult::fail},
                                                                      {'~', SpfResult::softfail},
                                                                      {'?', SpfResult::neutral}}};
  for (const auto& [sign, qualifier] : kQualifiers) {
    if (!term.starts_with(sign)) continue;
    directive.qualifier = qualifier;
    term.remove_prefix(1);
    break;
  }
  const std::size_t end = std::min(term.find_first_of(":/"), term.size());
  const auto known = std::find_if(kMechanisms.begin(), kMechanisms.end(), [&](const Named& one) {
    return equals_ignore_case(term.substr(0, end), one.name);
  });
  if (known == kMechanisms.end()) return "no mechanism of that name";
  directive.mechanism = known->mechanism;
  if (auto why = read_arguments(term.substr(end), directive); !why.empty()) return why;
  record.directives.push_back(std::move(directive));
  return {};
}

bool is_modifier_name(std::string_view name) {
  return !name.empty() && is_alpha(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; });
}

std::string read_modifier(std::string_view name, std::string_view value, SpfRecord& record) {
  std::optional<std::string>* known = nullptr;
  if (equals_ignore_case(name, "redirect")) known = &record.redirect;
  if (equals_ignore_case(name, "exp")) known = &record.exp;
  if (known == nullptr) return is_macro_string(value, false) ? "" : "no macro-string";
  if (known->has_value()) return "it stands there twice";  // section 6
  known->emplace();
  return read_domain_spec(value, **known);
}

std::string read_term(std::string_view term, SpfRecord& record) {
  const std::size_t end = term.find_first_of("=:/");
  if (end != term.npos && term[end] == '=' && is_modifier_name(term.substr(0, end))) {
    return read_modifier(term.substr(0, end), term.substr(end + 1), record);
  }
  return read_mechanism(term, record);
}

}  // namespace

std::string_view to_string(SpfMechanism mechanism) {
  for (const Named& one : kMechanisms) {
    if (one.mechanism == mechanism) return one.name;
  }
  return "";
}

bool is_spf_record(std::string_view text) {
  return starts_with_ignore_case(text, kVersion) &&
         (text.size() == kVersion.size() || text[kVersion.size()] == ' ');
}

SpfRecord parse_spf_record(std::string_view text) {
  SpfRecord record;
  text.remove_prefix(std::min(kVersion.size(), text.size()));
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view term = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (term.empty()) continue;
    record.problem = read_term(term, record);
    if (record.problem.empty()) continue;
    record.bad_term = term;
    break;
  }
  return record;
}

}  // namespace letterlock::auth

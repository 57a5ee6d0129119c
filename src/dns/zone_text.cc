#include "dns/zone_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "base/ascii.h"
#include "base/ip_address.h"
#include "base/printable.h"
#include "dns/zone_tokens.h"

namespace letterlock::dns {
namespace {

constexpr std::uint32_t kDefaultTtl = 3'600;

// Types whose records are not read; that the name exists is.
constexpr std::array<std::string_view, 30> kOtherTypes = {
    "AFSDB", "APL",    "CAA",   "CDNSKEY",    "CDS",        "CERT",     "CSYNC", "DHCID",
    "DNAME", "DNSKEY", "DS",    "HINFO",      "HTTPS",      "IPSECKEY", "KX",    "LOC",
    "NAPTR", "NSEC",   "NSEC3", "NSEC3PARAM", "OPENPGPKEY", "RP",       "RRSIG", "SMIMEA",
    "SPF",   "SRV",    "SSHFP", "SVCB",       "TLSA",       "URI"};

struct NamedType {
  std::string_view name;
  RecordType type;
};
constexpr std::array<NamedType, 8> kTypes = {{{"A", RecordType::a},
                                              {"AAAA", RecordType::aaaa},
                                              {"CNAME", RecordType::cname},
                                              {"MX", RecordType::mx},
                                              {"NS", RecordType::ns},
                                              {"PTR", RecordType::ptr},
                                              {"SOA", RecordType::soa},
                                              {"TXT", RecordType::txt}}};

std::optional<RecordType> type_of(std::string_view word) {
  for (const NamedType& one : kTypes) {
    if (equals_ignore_case(word, one.name)) return one.type;
  }
  return std::nullopt;
}

bool is_other_type(std::string_view word) {
  if (starts_with_ignore_case(word, "TYPE") && word.size() > 4) {
    return std::all_of(word.begin() + 4, word.end(), is_digit);
  }
  return std::any_of(kOtherTypes.begin(), kOtherTypes.end(),
                     [word](std::string_view one) { return equals_ignore_case(word, one); });
}

std::optional<Status> trouble_of(std::string_view word) {
  for (const Status status : {Status::servfail, Status::timeout, Status::bogus}) {
    if (equals_ignore_case(word, name_of(status))) return status;
  }
  return std::nullopt;
}

// "3600", "1h30m" (BIND's units).
std::optional<std::uint32_t> ttl_of(std::string_view word) {
  std::uint64_t total = 0;
  while (!word.empty()) {
    std::uint32_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    word.remove_prefix(static_cast<std::size_t>(read.ptr - word.data()));
    std::uint64_t unit = 1;
    if (!word.empty()) {
      constexpr std::string_view kUnits = "smhdw";
      constexpr std::array<std::uint32_t, 5> kSeconds = {1, 60, 3'600, 86'400, 604'800};
      const std::size_t at = kUnits.find(to_lower(word.front()));
      if (at == kUnits.npos) return std::nullopt;
      unit = kSeconds[at];
      word.remove_prefix(1);
    }
    total += number * unit;
    if (total > 0x7FFF'FFFF) return std::nullopt;  // RFC 2181 section 8
  }
  return static_cast<std::uint32_t>(total);
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view source) : tokens_(text, source), source_(source) {}

  Expected<std::vector<ZoneEntry>> read() {
    for (;;) {
      auto line = tokens_.next();
      if (!line) return fail(std::move(line));
      if (line->tokens.empty()) return std::move(entries_);
      line_ = line->number;
      std::string why = is_control_entry(*line) ? control(line->tokens) : record(*line);
      if (!why.empty()) return fail(ErrorCode::corrupt, "{}:{}: {}", source_, line_, why);
    }
  }

 private:
  using Tokens = std::span<const ZoneToken>;

  static bool is_control_entry(const ZoneLine& line) {
    return !line.owner_left_out && !line.tokens[0].quoted && line.tokens[0].text.starts_with('$');
  }

  // These return what is wrong, for people; "" where nothing is.
  std::string control(Tokens words) {
    const std::string_view name = words[0].text;
    if (words.size() != 2) return printable(name) + " takes one value";
    if (equals_ignore_case(name, "$TTL")) {
      const auto ttl = ttl_of(words[1].text);
      if (!ttl) return "no TTL: " + printable(words[1].text);
      default_ttl_ = *ttl;
      return {};
    }
    if (!equals_ignore_case(name, "$ORIGIN")) return printable(name) + " is not supported";
    return absolute(words[1], origin_);
  }

  std::string absolute(const ZoneToken& word, std::string& out) const {
    if (word.escaped_dot) return "a name with an escaped dot cannot be read";
    if (word.is_at) {
      out = origin_;
      return {};
    }
    std::string whole = word.text;
    if (!whole.ends_with('.') && !origin_.empty()) whole += "." + origin_;
    const auto name = canonical_name(whole);
    if (!name || word.text.empty()) return "no domain name: " + printable(word.text);
    out = *name;
    return {};
  }

  // [TTL] [class] or [class] [TTL], in front of the type.
  std::string skip_ttl_and_class(Tokens& words, std::uint32_t& ttl) const {
    ttl = default_ttl_;
    for (int i = 0; i < 2 && !words.empty() && !words[0].quoted; ++i) {
      const std::string_view word = words[0].text;
      if (equals_ignore_case(word, "IN")) {
        words = words.subspan(1);
      } else if (equals_ignore_case(word, "CH") || equals_ignore_case(word, "HS")) {
        return "class " + printable(word) + " is not supported";
      } else if (!word.empty() && is_digit(word[0])) {
        const auto read = ttl_of(word);
        if (!read) return "no TTL: " + printable(word);
        ttl = *read;
        words = words.subspan(1);
      }
    }
    return {};
  }

  std::string record(const ZoneLine& line) {
    Tokens words = line.tokens;
    if (!line.owner_left_out) {
      if (auto why = absolute(words[0], owner_); !why.empty()) return why;
      has_owner_ = true;
      words = words.subspan(1);
    }
    if (!has_owner_) return "the first record has no name";
    ZoneEntry entry;
    entry.owner = owner_;
    entry.line = line_;
    if (auto why = skip_ttl_and_class(words, entry.ttl); !why.empty()) return why;
    if (words.empty()) return "no type";
    const std::string_view type = words[0].text;
    entry.type = type_of(type);
    entry.trouble = trouble_of(type);
    words = words.subspan(1);
    if (entry.trouble) {
      if (auto why = trouble_type(words, entry); !why.empty()) return why;
    } else if (entry.type) {
      if (auto why = value(words, entry); !why.empty())
        return name_of(*entry.type).data() + (": " + why);
    } else if (!is_other_type(type)) {
      return "no type: " + printable(type);
    }
    entries_.push_back(std::move(entry));
    return {};
  }

  static std::string trouble_type(Tokens words, ZoneEntry& entry) {
    if (words.empty()) return {};
    entry.type = type_of(words[0].text);
    if (entry.type && words.size() == 1) return {};
    return "only the name of a type may follow " + std::string(name_of(*entry.trouble));
  }

  static std::string address(const ZoneToken& word, ZoneEntry& entry) {
    const auto ip = IpAddress::parse(word.text);
    if (!ip || ip->is_v6() != (entry.type == RecordType::aaaa)) {
      return "no address: " + printable(word.text);
    }
    entry.record.value = ip->text();
    return {};
  }

  std::string exchange(Tokens words, ZoneEntry& entry) const {
    const std::string& number = words[0].text;
    const auto read =
        std::from_chars(number.data(), number.data() + number.size(), entry.record.preference);
    if (read.ec != std::errc() || read.ptr != number.data() + number.size()) {
      return "no preference: " + printable(number);
    }
    // RFC 7505: "." alone is the null MX.
    if (words[1].text == ".") return {};
    return absolute(words[1], entry.record.value);
  }

  std::string value(Tokens words, ZoneEntry& entry) const {
    std::size_t wanted = 1;
    if (entry.type == RecordType::mx) wanted = 2;
    if (entry.type == RecordType::soa) wanted = 7;
    if (entry.type == RecordType::txt) {
      if (words.empty()) return "no text";
      for (const ZoneToken& word : words) entry.record.value += word.text;
      return entry.record.value.size() <= kLongestText ? "" : "the text is too long";
    }
    if (words.size() != wanted) return "a value too few or too many";
    if (entry.type == RecordType::a || entry.type == RecordType::aaaa)
      return address(words[0], entry);
    if (entry.type == RecordType::mx) return exchange(words, entry);
    return absolute(words[0], entry.record.value);
  }

  ZoneTokens tokens_;
  std::string source_;
  std::string origin_;
  std::string owner_;
  bool has_owner_ = false;
  std::uint32_t default_ttl_ = kDefaultTtl;
  std::uint32_t line_ = 0;
  std::vector<ZoneEntry> entries_;
};

}  // namespace

Expected<std::vector<ZoneEntry>> parse_zone_text(std::string_view text, std::string_view source) {
  return Reader(text, source).read();
}

}  // namespace letterlock::dns

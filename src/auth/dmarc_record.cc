#include "auth/dmarc_record.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::auth {
namespace {

constexpr std::size_t kMostIgnored = 16;
constexpr std::size_t kMostUris = 64;
constexpr std::size_t kLongestKept = 200;

struct Tag {
  std::string_view name, value;
};

std::string_view take_until(std::string_view& text, char stop) {
  const std::size_t end = std::min(text.find(stop), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

std::optional<Tag> read_tag(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) return std::nullopt;
  const Tag tag{trim(text.substr(0, equals)), trim(text.substr(equals + 1))};
  if (tag.name.empty() || !std::all_of(tag.name.begin(), tag.name.end(), is_alpha)) {
    return std::nullopt;
  }
  return tag;
}

std::optional<DmarcPolicy> policy_of(std::string_view value) {
  for (const DmarcPolicy policy :
       {DmarcPolicy::none, DmarcPolicy::quarantine, DmarcPolicy::reject}) {
    if (equals_ignore_case(value, to_string(policy))) return policy;
  }
  return std::nullopt;
}

// A scheme, a colon and something behind it; the obsolete "!10m" goes (RFC 9989 section 4.8).
std::string read_uri(std::string_view text) {
  text = trim(text);
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == text.npos || colon + 1 == text.size() || !is_alpha(text[0])) return {};
  const std::string_view scheme = text.substr(0, colon);
  if (!std::all_of(scheme.begin(), scheme.end(),
                   [](char c) { return is_alnum(c) || c == '+' || c == '-' || c == '.'; })) {
    return {};
  }
  return std::string(text.substr(0, text.find('!')));
}

bool read_uris(std::string_view value, std::vector<std::string>& out) {
  while (!value.empty() && out.size() < kMostUris) {
    std::string uri = read_uri(take_until(value, ','));
    if (!uri.empty()) out.push_back(std::move(uri));
  }
  return !out.empty();
}

bool read_mode(std::string_view value, AlignmentMode& out) {
  if (equals_ignore_case(value, "s")) out = AlignmentMode::strict;
  return equals_ignore_case(value, "s") || equals_ignore_case(value, "r");
}

bool read_pct(std::string_view value, DmarcRecord& record) {
  if (value.empty() || value.size() > 3 || !std::all_of(value.begin(), value.end(), is_digit)) {
    return false;
  }
  const unsigned pct = static_cast<unsigned>(std::stoul(std::string(value)));
  if (pct > 100) return false;
  record.pct = pct;
  return true;
}

bool read_policy(std::string_view value, DmarcRecord& record, std::optional<DmarcPolicy>& out) {
  out = policy_of(value);
  record.policy_invalid |= !out;
  return out.has_value();
}

bool read_psd(std::string_view value, DmarcRecord& record) {
  if (equals_ignore_case(value, "y")) record.psd = PsdFlag::yes;
  if (equals_ignore_case(value, "n")) record.psd = PsdFlag::no;
  return record.psd != PsdFlag::unset || equals_ignore_case(value, "u");
}

// False where the value means nothing; unknown tags are ignored as they should be (section 4.8).
bool apply(const Tag& tag, DmarcRecord& record) {
  if (equals_ignore_case(tag.name, "p")) return read_policy(tag.value, record, record.p);
  if (equals_ignore_case(tag.name, "sp")) return read_policy(tag.value, record, record.sp);
  if (equals_ignore_case(tag.name, "np")) return read_policy(tag.value, record, record.np);
  if (equals_ignore_case(tag.name, "adkim")) return read_mode(tag.value, record.adkim);
  if (equals_ignore_case(tag.name, "aspf")) return read_mode(tag.value, record.aspf);
  if (equals_ignore_case(tag.name, "psd")) return read_psd(tag.value, record);
  if (equals_ignore_case(tag.name, "rua")) return read_uris(tag.value, record.rua);
  if (equals_ignore_case(tag.name, "ruf")) return read_uris(tag.value, record.ruf);
  if (equals_ignore_case(tag.name, "pct")) return read_pct(tag.value, record);
  if (equals_ignore_case(tag.name, "t")) {
    record.testing = equals_ignore_case(tag.value, "y");
    return record.testing || equals_ignore_case(tag.value, "n");
  }
  return true;
}

}  // namespace

std::string_view to_string(DmarcPolicy policy) {
  switch (policy) {
    case DmarcPolicy::none:
      return "none";
    case DmarcPolicy::quarantine:
      return "quarantine";
    case DmarcPolicy::reject:
      return "reject";
  }
  return "";
}

std::string_view to_string(AlignmentMode mode) {
  return mode == AlignmentMode::strict ? "strict" : "relaxed";
}

DmarcPolicy DmarcRecord::for_domain() const {
  return policy_invalid ? DmarcPolicy::none : p.value_or(DmarcPolicy::none);
}

DmarcPolicy DmarcRecord::for_subdomain(bool exists) const {
  if (policy_invalid) return DmarcPolicy::none;
  if (!exists && np) return *np;
  return sp ? *sp : for_domain();
}

std::optional<DmarcRecord> parse_dmarc_record(std::string_view text) {
  const auto version = read_tag(take_until(text, ';'));
  if (!version || !equals_ignore_case(version->name, "v") || version->value != "DMARC1") {
    return std::nullopt;
  }
  DmarcRecord record;
  while (!text.empty()) {
    const std::string_view written = trim(take_until(text, ';'));
    if (written.empty()) continue;
    const auto tag = read_tag(written);
    if (tag && apply(*tag, record)) continue;
    if (record.ignored.size() < kMostIgnored) {
      record.ignored.emplace_back(written.substr(0, kLongestKept));
    }
  }
  return record;
}

}  // namespace letterlock::auth

#include "auth/key_record.h"

#include <algorithm>

#include "auth/tag_list.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

bool lists(std::string_view colon_list, std::string_view word) {
  const std::vector<std::string_view> entries = split_colons(colon_list);
  return std::any_of(entries.begin(), entries.end(),
                     [&](std::string_view entry) { return equals_ignore_case(entry, word); });
}

KeyProblem read_key(const TagListView& tags, KeyRecord& record) {
  if (tags.problem != TagListProblem::none) return KeyProblem::key_syntax_error;
  const auto v = tags.value("v");
  if (v && (*v != "DKIM1" || tags.tags.front().name != "v")) return KeyProblem::key_wrong_version;
  const auto p = tags.value("p");
  if (!p) return KeyProblem::key_syntax_error;
  const std::string_view k = tags.value("k").value_or("rsa");
  const bool ed25519 = equals_ignore_case(k, "ed25519");
  if (!ed25519 && !equals_ignore_case(k, "rsa")) return KeyProblem::key_unknown_type;
  if (const auto s = tags.value("s"); s && !lists(*s, "*") && !lists(*s, "email")) {
    return KeyProblem::key_not_for_email;
  }
  if (p->empty()) return KeyProblem::key_revoked;
  const std::optional<std::string> octets = decode_base64_value(*p);
  if (!octets) return KeyProblem::key_syntax_error;
  record.key = PublicKey::from_p(ed25519 ? KeyType::ed25519 : KeyType::rsa, *octets);
  return record.key == nullptr ? KeyProblem::key_unusable : KeyProblem::none;
}

}  // namespace

KeyRecord parse_key_record(std::string_view text) {
  KeyRecord record;
  if (text.size() > kLongestKeyRecord) {
    record.problem = KeyProblem::key_syntax_error;
    return record;
  }
  record.text = text;
  const TagListView tags = parse_tag_list(text);
  if (const auto h = tags.value("h")) {
    for (const std::string_view hash : split_colons(*h)) record.h.push_back(lower_ascii(hash));
  }
  const std::string_view t = tags.value("t").value_or("");
  record.testing = lists(t, "y");
  record.strict_domain = lists(t, "s");
  record.notes = tags.value("n").value_or("");
  record.problem = read_key(tags, record);
  return record;
}

}  // namespace letterlock::auth

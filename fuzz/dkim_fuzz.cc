// DKIM under hostile input. The first octet chooses what the rest is: a message, a key record, a
// body, or a field. Checked for every input: ranges lie inside the message; relaxed twice changes
// nothing; the streamed hash is the hash of the canonical body; LF reads as CRLF does; what a
// signature or record was read as stays within its limits.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "auth/dkim.h"
#include "auth/other_signatures.h"
#include "auth/tag_list.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::auth;
using fuzz::require;

// RFC 8463 appendix A.2: one key of each type, whatever the name.
class TwoKeys final : public KeyLookup {
 public:
  KeyAnswer find(std::string_view, std::string_view selector) override {
    static const KeyRecord rsa = parse_key_record(
        "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi"
        "Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/"
        "8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYL"
        "zBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
    static const KeyRecord ed25519 =
        parse_key_record("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    KeyAnswer answer;
    if (selector.starts_with("none")) return answer;
    answer.status = KeyAnswer::Status::found;
    answer.candidates = {{rsa, 0}, {ed25519, 1}};
    return answer;
  }
};

void check_signature(const mime::Message& message, const SignatureCheck& check) {
  const auto size = static_cast<std::uint32_t>(message.octets().size());
  const DkimSignature& signature = check.signature;
  require(signature.where.end() <= size && signature.h.size() <= DkimSignature::kMaxSignedFields);
  require(signature.where.contains(signature.b_value) || signature.b_value.empty());
  require(check.body_covered.end() <= size);
  require(check.slots.empty() || check.slots.size() == signature.h.size());
  std::vector<std::uint32_t> taken;
  for (const auto& slot : check.slots) {
    if (!slot) continue;
    require(*slot < message.header().size() && *slot != signature.field);
    taken.push_back(*slot);
  }
  std::sort(taken.begin(), taken.end());
  require(std::adjacent_find(taken.begin(), taken.end()) == taken.end());
  require((check.result == DkimResult::pass) == (check.reason == DkimReason::good) ||
          check.result == DkimResult::none);
  if (check.result == DkimResult::pass) require(check.proof == Proof::header_and_body);
}

void check_message(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  require(message.has_value());
  TwoKeys keys;
  for (const auto& check : verify_dkim(*message, keys, {.now = 1'700'000'000})) {
    check_signature(*message, check);
  }
  for (const auto& other : other_signatures(*message)) {
    require(other.field < message->header().size());
  }
}

void check_record(std::string_view text) {
  const KeyRecord record = parse_key_record(text);
  require((record.key != nullptr) == (record.problem == KeyProblem::none));
  if (record.key == nullptr) return;
  const auto again = PublicKey::from_p(record.key->type(), record.key->p());
  require(again != nullptr && again->fingerprint() == record.key->fingerprint());
  if (record.key->type() == KeyType::rsa) {
    record.key->open(std::string(record.key->modulus().size(), '\x01'));
  }
}

std::string canonical(Canonicalization how, LineEnds ends, std::string_view body) {
  std::string out;
  append_canonical_body(how, ends, body, out);
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

void check_body(std::string_view body) {
  std::string lf(body);
  std::erase(lf, '\r');
  for (const auto how : {Canonicalization::simple, Canonicalization::relaxed}) {
    const std::string once = canonical(how, LineEnds::crlf, body);
    require(canonical(how, LineEnds::crlf, once) == once);
    const auto hash = hash_body(how, LineEnds::crlf, HashAlgorithm::sha256, body, std::nullopt);
    require(hash.digest == hash_octets(HashAlgorithm::sha256, once));
    require(hash.covered == body.size());
    require(canonical(how, LineEnds::lf, lf) == canonical(how, LineEnds::crlf, with_crlf(lf)));
    const std::uint64_t half = once.size() / 2;
    const auto cut = hash_body(how, LineEnds::crlf, HashAlgorithm::sha1, body, half);
    require(cut.digest == hash_octets(HashAlgorithm::sha1, once.substr(0, half)));
    require(cut.covered <= body.size());
    require(!hash_body(how, LineEnds::crlf, HashAlgorithm::sha1, body, once.size() + 1).digest);
  }
}

void check_field(std::string_view body) {
  // A field holds a line end only where white space follows.
  for (std::size_t at = body.find('\n'); at != body.npos; at = body.find('\n', at + 1)) {
    if (at + 1 < body.size() && body[at + 1] != ' ' && body[at + 1] != '\t') return;
  }
  std::string once, twice;
  append_canonical_field(Canonicalization::relaxed, LineEnds::crlf, "Subject", body, once);
  const std::string_view value = std::string_view(once).substr(8, once.size() - 10);
  append_canonical_field(Canonicalization::relaxed, LineEnds::crlf, "subject", value, twice);
  require(once == twice);
  const TagListView tags = parse_tag_list(body);
  require(tags.tags.size() <= TagListView::kMaxTags);
  for (const TagView& tag : tags.tags) {
    require(tag.value_offset + tag.value_length <= body.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'm':
      check_message(octets);
      break;
    case 'k':
      check_record(octets);
      break;
    case 'b':
      check_body(octets);
      break;
    default:
      check_field(octets);
  }
  return 0;
}

#include "auth/dkim_signature.h"

#include <algorithm>
#include <charconv>

#include "auth/digest.h"
#include "auth/tag_list.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

// RFC 5321 section 4.1.2 with underscores, which selectors have in the wild, and U-labels (RFC 8616
// section 4).
bool is_domain_name(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t label = 0;
  for (const char c : name) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    if (!is_alnum(c) && c != '-' && c != '_' && is_ascii(c)) return false;
    if (++label > 63) return false;
  }
  return label > 0;
}

// Digits only, below 2^63.
std::optional<std::int64_t> number(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

bool is_within(std::string_view domain, std::string_view parent) {
  if (equals_ignore_case(domain, parent)) return true;
  return domain.size() > parent.size() && domain[domain.size() - parent.size() - 1] == '.' &&
         equals_ignore_case(domain.substr(domain.size() - parent.size()), parent);
}

std::optional<Canonicalization> canonicalization(std::string_view word) {
  if (equals_ignore_case(word, "simple")) return Canonicalization::simple;
  if (equals_ignore_case(word, "relaxed")) return Canonicalization::relaxed;
  return std::nullopt;
}

SignatureAlgorithm algorithm_of(std::string_view a) {
  for (const auto algorithm : {SignatureAlgorithm::rsa_sha256, SignatureAlgorithm::ed25519_sha256,
                               SignatureAlgorithm::rsa_sha1}) {
    if (equals_ignore_case(a, to_string(algorithm))) return algorithm;
  }
  return SignatureAlgorithm::unknown;
}

enum class FieldKind { dkim, arc_message, arc_seal };

// Fills one signature tag by tag. Each step notes at most the first problem of all.
class SignatureReader {
 public:
  SignatureReader(const mime::Message& message, std::uint32_t field, FieldKind kind)
      : field_(message.header()[field]),
        tags_(parse_tag_list(message.octets(field_.body))),
        kind_(kind) {
    signature_.field = field;
    signature_.where = field_.whole;
    signature_.b_value = {field_.body.end(), 0};
  }

  DkimSignature read() {
    if (tags_.problem == TagListProblem::syntax_error) note(SignatureProblem::syntax_error);
    if (tags_.problem == TagListProblem::duplicate_tag) note(SignatureProblem::duplicate_tag);
    check_presence();
    read_algorithm();
    read_values();
    read_domains();
    if (kind_ == FieldKind::arc_seal) {
      read_seal();
    } else {
      read_canonicalization();
      read_fields();
    }
    read_numbers();
    read_query_methods();
    return std::move(signature_);
  }

 private:
  void note(SignatureProblem problem) {
    if (signature_.problem == SignatureProblem::none) signature_.problem = problem;
  }
  std::string_view value(std::string_view name) const { return tags_.value(name).value_or(""); }

  void check_presence() {
    for (const std::string_view name : {"a", "b", "d", "s", "bh", "h"}) {
      if (kind_ == FieldKind::arc_seal && name == "bh") break;
      if (tags_.find(name) == nullptr) note(SignatureProblem::missing_tag);
    }
    if (kind_ != FieldKind::dkim) {
      const std::optional<std::int64_t> instance = number(value("i"));
      if (instance && *instance >= 1 && *instance <= 50) {
        signature_.instance = static_cast<std::uint32_t>(*instance);
      } else {
        note(SignatureProblem::instance_invalid);
      }
      return;
    }
    const auto version = tags_.value("v");
    if (!version) note(SignatureProblem::missing_tag);
    if (version && *version != "1") note(SignatureProblem::wrong_version);
  }

  void read_algorithm() {
    signature_.a = value("a");
    signature_.algorithm = algorithm_of(signature_.a);
    if (tags_.find("a") != nullptr && signature_.algorithm == SignatureAlgorithm::unknown) {
      note(SignatureProblem::unknown_algorithm);
    }
  }

  void read_values() {
    if (const TagView* const b = tags_.find("b")) {
      signature_.b_value = {field_.body.offset + static_cast<std::uint32_t>(b->value_offset),
                            static_cast<std::uint32_t>(b->value_length)};
      read_base64(b->value, signature_.b);
    }
    if (const TagView* const bh = tags_.find("bh"); bh != nullptr && kind_ != FieldKind::arc_seal) {
      read_base64(bh->value, signature_.bh);
      const std::size_t want = Digest{
          signature_.algorithm == SignatureAlgorithm::rsa_sha1 ? HashAlgorithm::sha1
                                                               : HashAlgorithm::sha256,
          {}}.size();
      if (signature_.algorithm != SignatureAlgorithm::unknown && signature_.bh.size() != want) {
        note(SignatureProblem::bad_body_hash_length);
      }
    }
    signature_.z = value("z");
  }

  void read_base64(std::string_view text, std::string& octets) {
    std::optional<std::string> decoded = decode_base64_value(text);
    if (!decoded || decoded->empty()) {
      note(SignatureProblem::bad_base64);
    } else {
      octets = std::move(*decoded);
    }
  }

  void read_canonicalization() {
    const auto c = tags_.value("c");
    if (!c) return;
    const std::size_t slash = c->find('/');
    const auto header = canonicalization(trim(c->substr(0, slash)));
    // A missing second half is "simple" (RFC 6376 section 3.5).
    const auto body = slash == std::string_view::npos
                          ? std::optional(Canonicalization::simple)
                          : canonicalization(trim(c->substr(slash + 1)));
    if (!header || !body) {
      note(SignatureProblem::unknown_canonicalization);
      return;
    }
    signature_.header = *header;
    signature_.body = *body;
  }

  void read_domains() {
    signature_.d = value("d");
    signature_.s = value("s");
    for (const char* const name : {"d", "s"}) {
      const auto domain = tags_.value(name);
      if (domain && !is_domain_name(*domain)) note(SignatureProblem::bad_domain);
    }
    if (kind_ != FieldKind::dkim) return;
    const auto i = tags_.value("i");
    signature_.i = i ? std::string(*i) : "@" + signature_.d;
    if (!is_within(identity_domain(signature_), signature_.d)) {
      note(SignatureProblem::identity_outside_domain);
    }
  }

  void read_fields() {
    const auto h = tags_.value("h");
    // An empty h= names no field at all, which is for ARC to allow.
    if (!h || (h->empty() && kind_ == FieldKind::arc_message)) return;
    // An empty name ("from::to") stands for no field, and harms nobody.
    bool from = false;
    for (const std::string_view name : split_colons(*h)) {
      if (signature_.h.size() == DkimSignature::kMaxSignedFields) {
        note(SignatureProblem::too_many_fields);
        break;
      }
      if (equals_ignore_case(name, "from")) from = true;
      if (kind_ == FieldKind::arc_message && equals_ignore_case(name, "arc-seal")) {
        note(SignatureProblem::seal_signed);
      }
      signature_.h.emplace_back(name);
    }
    if (!from && kind_ == FieldKind::dkim) note(SignatureProblem::from_not_signed);
  }

  void read_seal() {
    signature_.header = Canonicalization::relaxed;
    if (tags_.find("h") != nullptr) note(SignatureProblem::unexpected_tag);
    const auto cv = tags_.value("cv");
    if (!cv) note(SignatureProblem::missing_tag);
    if (cv == "none") {
      signature_.cv = ChainValidation::none;
    } else if (cv == "fail") {
      signature_.cv = ChainValidation::fail;
    } else if (cv == "pass") {
      signature_.cv = ChainValidation::pass;
    } else {
      note(SignatureProblem::bad_chain_validation);
    }
  }

  void read_numbers() {
    if (const auto l = tags_.value("l")) {
      const auto length = number(*l);
      if (!length) note(SignatureProblem::bad_number);
      if (length) signature_.l = static_cast<std::uint64_t>(*length);
    }
    signature_.t = read_number("t");
    signature_.x = read_number("x");
    if (signature_.t && signature_.x && *signature_.x <= *signature_.t) {
      note(SignatureProblem::expires_before_signing);
    }
  }

  std::optional<std::int64_t> read_number(std::string_view name) {
    const auto text = tags_.value(name);
    if (!text) return std::nullopt;
    const auto value = number(*text);
    if (!value) note(SignatureProblem::bad_number);
    return value;
  }

  void read_query_methods() {
    const auto q = tags_.value("q");
    if (!q) return;
    for (const std::string_view method : split_colons(*q)) {
      if (equals_ignore_case(method, "dns/txt") || equals_ignore_case(method, "dns")) return;
    }
    note(SignatureProblem::unknown_query_method);
  }

  const mime::HeaderField& field_;
  TagListView tags_;
  FieldKind kind_;
  DkimSignature signature_;
};

}  // namespace

std::string identity_domain(const DkimSignature& signature) {
  std::string identity;
  const std::string_view i = signature.i;
  for (std::size_t at = 0; at < i.size(); ++at) {
    const int high = i[at] == '=' && at + 2 < i.size() ? hex_value(i[at + 1]) : -1;
    const int low = high < 0 ? -1 : hex_value(i[at + 2]);
    if (low < 0) {
      identity += i[at];
    } else {
      identity += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  const std::size_t at = identity.rfind('@');
  return at == std::string::npos ? std::string() : identity.substr(at + 1);
}

DkimSignature parse_dkim_signature(const mime::Message& message, std::uint32_t field) {
  return SignatureReader(message, field, FieldKind::dkim).read();
}

DkimSignature parse_arc_message_signature(const mime::Message& message, std::uint32_t field) {
  return SignatureReader(message, field, FieldKind::arc_message).read();
}

DkimSignature parse_arc_seal(const mime::Message& message, std::uint32_t field) {
  return SignatureReader(message, field, FieldKind::arc_seal).read();
}

}  // namespace letterlock::auth

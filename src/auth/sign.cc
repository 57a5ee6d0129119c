#include "auth/sign.h"

#include <algorithm>
#include <array>

#include "auth/canonical.h"
#include "auth/dkim.h"
#include "auth/field_text.h"
#include "auth/sign_field.h"
#include "base/ascii.h"
#include "base/base64.h"

namespace letterlock::auth {
namespace {

// RFC 6376 section 5.4.1, From first.
constexpr std::array<std::string_view, 21> kUsualFields{"From",
                                                        "Sender",
                                                        "Reply-To",
                                                        "Subject",
                                                        "Date",
                                                        "Message-ID",
                                                        "To",
                                                        "Cc",
                                                        "MIME-Version",
                                                        "Content-Type",
                                                        "Content-Transfer-Encoding",
                                                        "In-Reply-To",
                                                        "References",
                                                        "Resent-Date",
                                                        "Resent-From",
                                                        "Resent-To",
                                                        "Resent-Cc",
                                                        "List-Id",
                                                        "List-Unsubscribe",
                                                        "List-Post",
                                                        "List-Archive"};

std::size_t count_of(const mime::Message& message, std::string_view name) {
  std::size_t count = 0;
  for (const mime::HeaderField& field : message.header()) {
    if (equals_ignore_case(message.octets(field.name), name)) ++count;
  }
  return count;
}

std::vector<std::string> signed_names(const mime::Message& message, const DkimSigning& options) {
  std::vector<std::string> names = options.h;
  if (names.empty()) {
    for (const std::string_view name : kUsualFields) {
      names.insert(names.end(), count_of(message, name), std::string(name));
    }
  }
  if (!options.oversign) return names;
  std::vector<std::string> more;
  for (const std::string& name : names) {
    const auto same = [&](const std::string& other) { return equals_ignore_case(name, other); };
    if (std::any_of(more.begin(), more.end(), same)) continue;
    const auto named = static_cast<std::size_t>(std::count_if(names.begin(), names.end(), same));
    const std::size_t wanted = count_of(message, name) + 1;
    more.insert(more.end(), wanted > named ? wanted - named : 0, name);
  }
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

// Whether `value` can stand in a tag without changing what the others say.
bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return !is_control(c) && c != ' ' && c != ';'; });
}

Expected<std::string> body_hash(const mime::Message& message, const DkimSigning& options,
                                LineEnds ends) {
  const BodyHash hash = hash_body(options.body, ends, HashAlgorithm::sha256,
                                  message.octets(body_of(message)), options.l);
  if (!hash.digest) return fail(ErrorCode::usage, "l= reaches beyond the body");
  return base64_encode(hash.digest->view());
}

}  // namespace

Expected<std::string> sign_dkim(const mime::Message& message, const SigningKey& key,
                                const DkimSigning& options) {
  for (const std::string& value : {options.d, options.s, options.i}) {
    if (!is_plain(value)) return fail(ErrorCode::usage, "'{}' cannot stand in a signature", value);
  }
  const std::vector<std::string> h = signed_names(message, options);
  const LineEnds ends = line_ends_of(message.octets());
  const Expected<std::string> bh = body_hash(message, options, ends);
  if (!bh) return fail(bh.error());

  FieldText field("DKIM-Signature", ends == LineEnds::lf ? "\n" : "\r\n");
  field.add("v", "1");
  field.add("a", to_string(key.algorithm()));
  field.add("c", fmt::format("{}/{}", to_string(options.header), to_string(options.body)));
  field.add("d", options.d);
  field.add("s", options.s);
  if (!options.i.empty()) field.add("i", options.i);
  if (options.t) field.add("t", fmt::format("{}", *options.t));
  if (options.x) field.add("x", fmt::format("{}", *options.x));
  if (options.l) field.add("l", fmt::format("{}", *options.l));
  field.add_list("h", h);
  field.add("bh", *bh);
  field.add_signature();
  const auto signed_text = [ends](const mime::Message& whole, const DkimSignature& signature) {
    return canonical_header(whole, signature, select_fields(whole, signature.h, signature.field),
                            ends);
  };
  return sign_field(field, message.octets(), key, parse_dkim_signature, signed_text);
}

}  // namespace letterlock::auth

#include "leak/covers.h"

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

// Fields that readers go by: another instance of one, put before the signed one, is what most
// programs show (RFC 6376 section 8.15).
constexpr mime::FieldName kShown[] = {mime::FieldName::from,         mime::FieldName::to,
                                      mime::FieldName::cc,           mime::FieldName::date,
                                      mime::FieldName::subject,      mime::FieldName::reply_to,
                                      mime::FieldName::mime_version, mime::FieldName::content_type};

}  // namespace

void describe_cover(const mime::Message& message, SignatureVerdict& signature) {
  const auth::SignatureCheck& check = signature.check;
  const auto header = message.header();
  const std::size_t named = std::min(check.signature.h.size(), check.slots.size());
  for (std::size_t i = 0; i < named; ++i) {
    SignedField field{check.signature.h[i], std::nullopt};
    if (check.slots[i]) field.where = header[*check.slots[i]].whole;
    signature.fields.push_back(std::move(field));
  }
  for (const mime::FieldName name : kShown) {
    if (check.reason == auth::DkimReason::too_many_signatures) break;  // not looked at
    std::size_t times_signed = 0;
    for (const std::string& signed_name : check.signature.h) {
      times_signed += mime::field_id(signed_name) == name;
    }
    const auto times_there = static_cast<std::size_t>(
        std::count_if(header.begin(), header.end(),
                      [&](const mime::HeaderField& field) { return field.id == name; }));
    if (times_signed <= times_there) {
      signature.could_be_prepended.emplace_back(mime::field_name(name));
    }
  }
  const ByteRange body = auth::body_of(message);
  signature.body_covered = check.body_covered;
  if (signature.body_covered.end() < body.offset) signature.body_covered = {body.offset, 0};
  signature.body_not_covered =
      ByteRange::between(std::max(signature.body_covered.end(), body.offset), body.end());
}

std::vector<SignedField> fields_not_signed(const mime::Message& message,
                                           const SignatureVerdict& signature) {
  const auto header = message.header();
  std::vector<bool> is_signed(header.size(), false);
  for (const auto& slot : signature.check.slots) {
    if (slot) is_signed[*slot] = true;
  }
  if (signature.check.signature.field < header.size()) {
    is_signed[signature.check.signature.field] = true;
  }
  std::vector<SignedField> left;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (is_signed[i]) continue;
    left.push_back({std::string(message.octets(header[i].name)), header[i].whole});
  }
  return left;
}

}  // namespace letterlock::leak

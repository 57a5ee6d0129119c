// l=: a signature that covers only the begin of the body (RFC 6376 sections 3.7 and 8.2).
#include <fmt/format.h>

#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

using auth::SignatureCheck;

bool is_blank(std::string_view text) { return trim(text).empty(); }

// Under l= an added part decides what is shown, where Content-Type may be changed or where the
// boundary that is signed opens a further part in what was added.
void observe_boundary(Observer& observer, const SignatureCheck& check, ByteRange open) {
  const mime::Message& message = observer.message;
  const mime::HeaderField* field = message.find(mime::FieldName::content_type);
  bool type_is_signed = false;
  for (const auto& slot : check.slots) {
    type_is_signed |= slot && message.header()[*slot].id == mime::FieldName::content_type;
  }
  if (field != nullptr && !type_is_signed) {
    observer.add("length_limit_and_open_content_type", Severity::caution,
                 {observer.tag(check, "l"), field->whole},
                 fmt::format("The signature of {} covers the body only in part and Content-Type "
                             "not at all: another boundary would show other text as the message.",
                             check.signature.d));
  }
  const auto boundary = message.content_type(message.entities()[0]).parameter("boundary");
  if (!boundary || boundary->empty()) return;
  const std::string delimiter = "--" + std::string(*boundary);
  const std::size_t at = message.octets(open).find(delimiter);
  if (at == std::string_view::npos) return;
  const std::string_view behind = message.octets(open).substr(at + delimiter.size());
  if (behind.starts_with("--")) return;
  observer.add("part_after_signed_length", Severity::caution,
               {{open.offset + static_cast<std::uint32_t>(at),
                 static_cast<std::uint32_t>(delimiter.size())}},
               fmt::format("A part of the message begins behind the octets that the signature of "
                           "{} covers.",
                           check.signature.d));
}

}  // namespace

void observe_body_limits(Observer& observer) {
  const ByteRange body = auth::body_of(observer.message);
  for (const SignatureCheck& check : observer.checks) {
    const auth::DkimSignature& signature = check.signature;
    if (!signature.l || signature.problem != auth::SignatureProblem::none) continue;
    observer.add("body_length_limit", Severity::caution, {observer.tag(check, "l")},
                 fmt::format("The signature of {} covers only the first {} octets of the body: "
                             "anybody could have added to it.",
                             signature.d, *signature.l));
    if (check.reason == auth::DkimReason::body_shorter_than_l || !check.body_digest) continue;
    const std::uint32_t begin = std::max(check.body_covered.end(), body.offset);
    if (begin >= body.end()) continue;
    const ByteRange open = ByteRange::between(begin, body.end());
    if (is_blank(observer.message.octets(open))) continue;
    observer.add("octets_after_signed_length", Severity::caution, {open},
                 fmt::format("The last {} octets of the body are not covered by the signature of "
                             "{}: strike them out.",
                             open.length, signature.d));
    observe_boundary(observer, check, open);
  }
}

}  // namespace letterlock::leak

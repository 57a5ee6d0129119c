// What the signatures leave open: fields that none covers, fields that could be put before others.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

using auth::SignatureCheck;
using mime::FieldName;

struct Important {
  FieldName id;
  std::string_view name;
  Severity severity;
  std::string_view means;
};
constexpr Important kImportant[] = {
    {FieldName::date, "unsigned_date", Severity::caution, "the date could have been changed"},
    {FieldName::subject, "unsigned_subject", Severity::caution,
     "the subject could have been changed"},
    {FieldName::to, "unsigned_to", Severity::caution, "the recipients could have been changed"},
    {FieldName::cc, "unsigned_cc", Severity::caution, "further recipients could have been changed"},
    {FieldName::reply_to, "unsigned_reply_to", Severity::caution,
     "answers could have been led elsewhere"},
    {FieldName::sender, "unsigned_sender", Severity::note,
     "who sent on whose behalf could have been changed"},
    {FieldName::message_id, "unsigned_message_id", Severity::note,
     "its identity could have been changed"},
    {FieldName::in_reply_to, "unsigned_in_reply_to", Severity::note,
     "what it answers could have been changed"},
    {FieldName::references, "unsigned_references", Severity::note,
     "its place in a thread could have been changed"},
    {FieldName::mime_version, "unsigned_mime_version", Severity::note,
     "how its parts are read could have been changed"},
    {FieldName::content_type, "unsigned_content_type", Severity::caution,
     "which octets are shown as text could have been changed"},
    {FieldName::content_transfer_encoding, "unsigned_content_transfer_encoding", Severity::caution,
     "how the text is decoded could have been changed"},
};

void observe_unsigned(Observer& observer) {
  const auto header = observer.message.header();
  for (const Important& important : kImportant) {
    std::vector<ByteRange> where;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (header[i].id != important.id || observer.covered[i]) continue;
      if (where.size() < 20) where.push_back(header[i].whole);
    }
    if (where.empty()) continue;
    observer.add(important.name, important.severity, std::move(where),
                 fmt::format("No signature covers {}: {}.", mime::field_name(important.id),
                             important.means));
  }
}

// RFC 6376 section 8.15: a field is safe from another one before it only where h= names it once
// more than it is there.
bool could_be_prepended(const Observer& observer, const SignatureCheck& check, FieldName id) {
  const auto& names = check.signature.h;
  const auto header = observer.message.header();
  const auto times_signed = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
    return mime::field_id(name) == id;
  });
  const auto times_there = std::count_if(header.begin(), header.end(),
                                         [&](const auto& field) { return field.id == id; });
  return times_signed <= times_there;
}

void observe_prependable(Observer& observer) {
  constexpr FieldName kShown[] = {FieldName::from,        FieldName::subject, FieldName::date,
                                  FieldName::to,          FieldName::cc,      FieldName::reply_to,
                                  FieldName::content_type};
  for (const SignatureCheck& check : observer.checks) {
    if (!observer.counts(check)) continue;
    std::string fields;
    for (const FieldName id : kShown) {
      if (!could_be_prepended(observer, check, id)) continue;
      fields += (fields.empty() ? "" : ", ") + std::string(mime::field_name(id));
    }
    if (fields.empty()) continue;
    observer.add("fields_not_oversigned", Severity::note, {observer.tag(check, "h")},
                 fmt::format("The signature of {} would still hold if another of these fields were "
                             "put before the message: {}.",
                             check.signature.d, fields));
  }
}

}  // namespace

void observe_coverage(Observer& observer) {
  const bool any = std::any_of(observer.checks.begin(), observer.checks.end(),
                               [&](const SignatureCheck& check) { return observer.counts(check); });
  if (!any) return;
  observe_unsigned(observer);
  observe_prependable(observer);
}

}  // namespace letterlock::leak

// Where the copy lies, against what such copies carry.
#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

using mime::FieldName;

std::vector<ByteRange> all_of(const mime::Message& message, FieldName id) {
  std::vector<ByteRange> where;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id == id && where.size() < 20) where.push_back(field.whole);
  }
  return where;
}

}  // namespace

void observe_placement(Observer& observer) {
  const auto signatures = all_of(observer.message, FieldName::dkim_signature);
  const auto trace = all_of(observer.message, FieldName::received);
  if (observer.context.placement == Placement::sent) {
    if (!signatures.empty()) {
      observer.add("signature_in_sent_copy", Severity::caution, signatures,
                   "A copy in a Sent folder that carries a DKIM signature: a sender's own copy has "
                   "none, so that this one was received by somebody.");
    }
    if (!trace.empty()) {
      observer.add("trace_in_sent_copy", Severity::note, trace,
                   "A copy in a Sent folder with Received fields: it travelled before it came to "
                   "lie there, or the provider files sent mail that way.");
    }
  }
  if (observer.context.placement == Placement::draft && (!signatures.empty() || !trace.empty())) {
    observer.add("draft_with_trace", Severity::caution, signatures.empty() ? trace : signatures,
                 "A draft that carries what only sent mail gets.");
  }
  const bool received = observer.context.placement == Placement::received ||
                        (observer.context.placement == Placement::unknown && !trace.empty());
  if (received && signatures.empty() && !trace.empty()) {
    observer.add("no_signature_in_received_copy", Severity::note, {trace.front()},
                 "A received message without any DKIM signature: never signed, or the signature "
                 "was taken out.");
  }
  if (observer.context.placement == Placement::received && trace.empty()) {
    observer.add("no_trace_in_received_copy", Severity::caution, {},
                 "A copy in a folder that mail arrives in, without a Received field.");
  }
}

}  // namespace letterlock::leak

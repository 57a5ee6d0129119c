// Fields that may stand once (RFC 5322 section 3.6, RFC 2045) and stand twice: programs show the
// first or the last, a signature covers from the last upwards.
#include <fmt/format.h>

#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

using mime::FieldName;

struct Once {
  FieldName id;
  std::string_view name;
};
constexpr Once kOnce[] = {
    {FieldName::from, "duplicate_from"},
    {FieldName::subject, "duplicate_subject"},
    {FieldName::date, "duplicate_date"},
    {FieldName::to, "duplicate_to"},
    {FieldName::cc, "duplicate_cc"},
    {FieldName::reply_to, "duplicate_reply_to"},
    {FieldName::message_id, "duplicate_message_id"},
    {FieldName::mime_version, "duplicate_mime_version"},
    {FieldName::content_type, "duplicate_content_type"},
    {FieldName::content_transfer_encoding, "duplicate_content_transfer_encoding"}};

void observe(Observer& observer, const Once& once) {
  const auto header = observer.message.header();
  std::vector<ByteRange> where;
  std::size_t times = 0, times_covered = 0;
  bool differ = false, last_covered = false;
  std::string_view first;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].id != once.id) continue;
    const std::string_view body = trim(observer.message.octets(header[i].body));
    if (times++ == 0) first = body;
    differ |= body != first;
    times_covered += observer.covered[i];
    last_covered = observer.covered[i];
    if (where.size() < 20) where.push_back(header[i].whole);
  }
  if (times < 2) return;
  const std::string_view field = mime::field_name(once.id);
  std::string says = fmt::format("{} stands {} times, {}; ", field, times,
                                 differ ? "with different values" : "with one value");
  if (times_covered == 0) {
    says += "no signature covers any of them.";
  } else if (times_covered == times) {
    says += "all are signed.";
  } else {
    says += fmt::format("{} of them signed{}: a program may show one that is not.", times_covered,
                        last_covered ? ", from the last upwards" : "");
  }
  observer.add(once.name, differ ? Severity::contradiction : Severity::caution, std::move(where),
               std::move(says));
}

}  // namespace

void observe_duplicates(Observer& observer) {
  for (const Once& once : kOnce) observe(observer, once);
}

}  // namespace letterlock::leak

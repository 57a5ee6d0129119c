// Parts that different programs read differently: what a reader saw need not be what another saw.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "leak/observations/observer.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kMostEntities = 200;

void observe_boundaries(Observer& observer, const mime::Entity& entity,
                        std::vector<std::pair<std::string, ByteRange>>& boundaries) {
  const mime::ContentTypeView& type = observer.message.content_type(entity);
  std::vector<ByteRange> places;
  std::string first;
  bool differ = false;
  for (const mime::Parameter& parameter : type.parameters) {
    if (parameter.name != "boundary") continue;
    if (places.empty()) first = parameter.value;
    differ |= parameter.value != first;
    places.push_back(parameter.where);
  }
  if (places.size() > 1 && differ) {
    observer.add("two_boundaries", Severity::contradiction, places,
                 "One Content-Type names two different boundaries: programs that take the first "
                 "and the last show different messages.");
  }
  if (!places.empty() && !first.empty()) boundaries.emplace_back(first, places[0]);
}

// "--abc" also begins a line of "--abcd": programs that compare only the begin split elsewhere.
void observe_prefixes(Observer& observer,
                      std::vector<std::pair<std::string, ByteRange>>& boundaries) {
  std::sort(boundaries.begin(), boundaries.end());
  for (std::size_t i = 1; i < boundaries.size(); ++i) {
    const auto& [shorter, first] = boundaries[i - 1];
    const auto& [longer, second] = boundaries[i];
    if (first == second || !longer.starts_with(shorter)) continue;
    if (longer == shorter) {
      observer.add("boundary_used_twice", Severity::caution, {first, second},
                   "Two parts, one inside the other, use one boundary.");
    } else {
      observer.add(
          "boundary_begins_another", Severity::note, {first, second},
          "One boundary is the begin of another: some programs split the parts elsewhere.");
    }
  }
}

void observe_encoded(Observer& observer, const mime::Entity& entity) {
  if (entity.encoding != mime::TransferEncoding::base64 &&
      entity.encoding != mime::TransferEncoding::quoted_printable) {
    return;
  }
  const mime::HeaderField* field =
      observer.message.find(entity, mime::FieldName::content_transfer_encoding);
  if (field == nullptr) return;
  observer.add("encoded_multipart", Severity::caution, {field->whole},
               "A multipart says that it is encoded as a whole, which RFC 2045 forbids: some "
               "programs decode it, others do not.");
}

// Text before the first part and behind the last is shown by no program of today.
void observe_hidden_text(Observer& observer, const mime::Entity& entity) {
  if (entity.first_child == mime::kNoEntity) return;
  constexpr std::uint32_t kNotice = 300;  // "This is a multi-part message in MIME format." and like
  const auto entities = observer.message.entities();
  const mime::Entity& first = entities[entity.first_child];
  const ByteRange before = ByteRange::between(entity.body.offset, first.whole.offset);
  if (trim(observer.message.octets(before)).size() > kNotice) {
    observer.add("text_before_first_part", Severity::note, {before},
                 fmt::format("{} octets stand before the first part, where programs show nothing.",
                             before.length));
  }
}

}  // namespace

void observe_content_type(Observer& observer) {
  std::vector<std::pair<std::string, ByteRange>> boundaries;
  std::size_t read = 0;
  for (const mime::Entity& entity : observer.message.entities()) {
    if (entity.media != mime::MediaClass::multipart) continue;
    if (++read > kMostEntities) break;
    observe_boundaries(observer, entity, boundaries);
    observe_encoded(observer, entity);
    observe_hidden_text(observer, entity);
  }
  observe_prefixes(observer, boundaries);
}

}  // namespace letterlock::leak

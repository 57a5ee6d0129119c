// The decoders of hidden clocks, the observations and the shape of a message under hostile input.
// Checked for every input: ranges lie inside the message, intervals are not turned about and are
// possible times, the counts stay below their limits, reading twice gives the same.
#include <string>
#include <string_view>

#include "leak/clocks.h"
#include "leak/clocks/decode.h"
#include "leak/clocks/message_ids.h"
#include "leak/observations.h"
#include "leak/shape.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::leak;
using letterlock::fuzz::require;

void check_decoded(const std::optional<DecodedTime>& time, std::string_view text) {
  if (!time) return;
  require(time->offset + time->length <= text.size());
  if (!time->decoded) return;
  require(time->at.earliest <= time->at.latest && is_possible(time->at.earliest));
}

void check_decoders(std::string_view text) {
  for (const auto decode : {gmail_boundary, outlook_boundary, alpine_boundary, java_boundary,
                            gmail_number, exchange_network_id, bracketed_filetime, gmail_queue_id,
                            postfix_queue_id, exim_queue_id, sendmail_queue_id}) {
    check_decoded(decode(text), text);
  }
  if (const auto id = time_in_message_id(text)) check_decoded(id->time, text);
  const auto index = decode_thread_index(text, std::nullopt);
  if (!index) return;
  require(index->children.size() <= ClockLimits::kChildren);
  for (const auto& child : index->children) {
    require(!child.decoded || child.at.earliest <= child.at.latest);
  }
}

void check_message(std::string_view octets) {
  const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  require(message.has_value());
  const std::size_t size = message->octets().size();
  const ClockTable clocks = read_clocks(*message);
  require(clocks.readings.size() <= ClockLimits::kReadings);
  for (const ClockReading& reading : clocks.readings) {
    require(reading.where.end() <= size);
    require(!reading.decoded || reading.at.earliest <= reading.at.latest);
    require(!describe(reading).empty());
    for (const ClockComparison& comparison : reading.comparisons) {
      require(comparison.with < clocks.readings.size());
    }
  }
  const MessageShape shape = shape_of(*message);
  ShapeProfile profile;
  profile.learn(shape);
  for (const ShapeReading& reading : compare_shape(*message, shape, &profile, true)) {
    require(reading.where.end() <= size && reading.claimed.end() <= size);
    require(reading.same <= reading.samples);
  }
  for (const Observation& observation : observe(*message, {}, clocks, {})) {
    for (const ByteRange& where : observation.where) require(where.end() <= size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_decoders(text);
  check_message(text);
  return 0;
}

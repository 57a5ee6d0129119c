#include "leak/clocks/gather.h"

#include <algorithm>
#include <array>
#include <functional>

#include "auth/tag_list.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/npos.h"
#include "leak/clocks/decode.h"
#include "leak/clocks/message_ids.h"
#include "mime/date.h"

namespace letterlock::leak {
namespace {

constexpr MicroTime kHour = 3600 * kSecond;

class Gatherer {
 public:
  Gatherer(const mime::Message& message, Gathered& out) : message_(message), out_(out) {}

  void run(const ClockContext& context) {
    find_date_zone();
    const auto header = message_.header();
    for (std::uint32_t i = 0; i < header.size() && out_.table.complete; ++i) {
      field_ = i;
      read_field(header[i]);
    }
    field_ = kNoField;
    read_boundaries();
    for (const ArchiveTime& time : context.archive) {
      const MicroTime at = time.at * kSecond;
      if (is_possible(at)) add(time.kind, {}, {.at = {at, at + kSecond - 1}});
    }
  }

 private:
  using Reader = void (Gatherer::*)(const mime::HeaderField&, ClockKind);
  struct Named {
    std::string_view name;  // lower case
    Reader read;
    ClockKind kind;
  };
  static const std::array<Named, 32> kFields;

  std::string_view body_of(const mime::HeaderField& field) const {
    return message_.octets(field.body);
  }
  static ByteRange part(ByteRange whole, std::size_t offset, std::size_t length) {
    return {whole.offset + static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
  }
  static ByteRange trimmed(const mime::HeaderField& field, std::string_view text) {
    const std::string_view inside = trim(text);
    if (inside.empty()) return {field.body.offset, 0};
    return part(field.body, static_cast<std::size_t>(inside.data() - text.data()), inside.size());
  }

  ClockReading* add(ClockKind kind, ByteRange where, const DecodedTime& time) {
    if (out_.table.readings.size() >= ClockLimits::kReadings) {
      out_.table.complete = false;
      return nullptr;
    }
    ClockReading& reading = out_.table.readings.emplace_back();
    reading.kind = kind;
    reading.where = where;
    reading.at = time.at;
    reading.decoded = time.decoded;
    out_.fields.push_back(field_);
    return &reading;
  }
  void add_in(ClockKind kind, ByteRange whole, const DecodedTime& time) {
    add(kind, part(whole, time.offset, time.length), time);
  }

  void find_date_zone() {
    const mime::HeaderField* field = message_.find(mime::FieldName::date);
    if (field == nullptr) return;
    const auto date = mime::parse_date(body_of(*field));
    if (!date) return;
    date_ = date->utc * kSecond;
    if (date->zone_known) zone_ = date->zone_minutes;
  }

  void read_field(const mime::HeaderField& field) {
    const std::string name = lower_ascii(message_.octets(field.name));
    const auto* found =
        std::lower_bound(kFields.begin(), kFields.end(), name,
                         [](const Named& a, std::string_view b) { return a.name < b; });
    if (found != kFields.end() && found->name == name)
      std::invoke(found->read, this, field, found->kind);
  }

  // A field whose whole body is a date, or a date at its begin.
  void read_date(const mime::HeaderField& field, ClockKind kind) {
    const std::string_view text = body_of(field);
    const auto date = mime::parse_date(text);
    ClockReading* reading = add_date(kind, trimmed(field, text), date);
    if (reading == nullptr) return;
    if (kind == ClockKind::date && !out_.date && reading->decoded) {
      out_.date = static_cast<std::uint32_t>(out_.table.readings.size() - 1);
    }
  }

  ClockReading* add_date(ClockKind kind, ByteRange where,
                         const std::optional<mime::DateTime>& date) {
    DecodedTime time;
    const MicroTime at = date ? date->utc * kSecond : 0;
    time.decoded = date && date->utc > 0 && is_possible(at);
    if (time.decoded) time.at = {at, at + kSecond - 1};
    ClockReading* reading = add(kind, where, time);
    if (reading != nullptr && date && date->zone_known) reading->zone_minutes = date->zone_minutes;
    return reading;
  }

  void read_received(const mime::HeaderField& field, ClockKind kind) {
    const std::string_view text = body_of(field);
    const mime::ReceivedView view = mime::parse_received(message_, field);
    const std::size_t semicolon = text.rfind(';');
    std::optional<std::uint32_t> index;
    if (view.date && semicolon != npos) {
      const std::string_view date = trim(text.substr(semicolon + 1));
      const ByteRange where =
          part(field.body, static_cast<std::size_t>(date.data() - text.data()), date.size());
      if (add_date(kind, date.empty() ? field.body : where, view.date) != nullptr) {
        index = static_cast<std::uint32_t>(out_.table.readings.size() - 1);
      }
    }
    if (kind == ClockKind::received) out_.hops.push_back({field_, index, view});
    read_queue_id(field, view.id);
  }

  void read_queue_id(const mime::HeaderField& field, std::string_view id) {
    const std::size_t at = id.empty() ? npos : body_of(field).find(id);
    if (at == npos) return;
    struct Shape {
      std::optional<DecodedTime> (*decode)(std::string_view);
      ClockKind kind;
    };
    constexpr std::array<Shape, 4> kShapes = {{{gmail_queue_id, ClockKind::queue_id_gmail},
                                               {postfix_queue_id, ClockKind::queue_id_postfix},
                                               {exim_queue_id, ClockKind::queue_id_exim},
                                               {sendmail_queue_id, ClockKind::queue_id_sendmail}}};
    for (const Shape& shape : kShapes) {
      const auto time = shape.decode(id);
      // Ids of other servers have these shapes by chance.
      if (!time || !time->decoded) continue;
      add_in(shape.kind, part(field.body, at, id.size()), *time);
      return;
    }
  }

  // t=, and x= where the kind has one, of a tag list (RFC 6376 section 3.2).
  void read_tag_t(const mime::HeaderField& field, ClockKind kind) {
    const auth::TagListView tags = auth::parse_tag_list(body_of(field));
    add_seconds_tag(field, tags.find("t"), kind);
    if (kind == ClockKind::dkim_t) add_seconds_tag(field, tags.find("x"), ClockKind::dkim_x);
  }
  void add_seconds_tag(const mime::HeaderField& field, const auth::TagView* tag, ClockKind kind) {
    if (tag == nullptr || tag->value.empty()) return;
    const auto seconds = number(tag->value);
    DecodedTime time;
    time.decoded = seconds && *seconds < kLatestPossible / kSecond;
    if (time.decoded) time = exact(static_cast<MicroTime>(*seconds) * kSecond, kSecond);
    const auto offset = static_cast<std::size_t>(tag->value.data() - body_of(field).data());
    add(kind, part(field.body, offset, tag->value.size()), time);
  }

  void read_original_arrival(const mime::HeaderField& field, ClockKind) {
    const std::string_view text = body_of(field);
    const std::size_t end = std::min(text.find("FILETIME"), text.size());
    const std::string_view date = trim(text.substr(0, end));
    if (!date.empty()) {
      const auto offset = static_cast<std::size_t>(date.data() - text.data());
      add_date(ClockKind::original_arrival_text, part(field.body, offset, date.size()),
               mime::parse_date(date));
    }
    if (const auto time = bracketed_filetime(text)) {
      add_in(ClockKind::original_arrival_filetime, field.body, *time);
    }
  }

  void read_network_id(const mime::HeaderField& field, ClockKind kind) {
    const auto time = exchange_network_id(body_of(field));
    if (time && time->decoded) add_in(kind, field.body, *time);
  }

  void read_gmail_number(const mime::HeaderField& field, ClockKind kind) {
    if (const auto time = gmail_number(body_of(field))) add_in(kind, field.body, *time);
  }

  void read_message_id(const mime::HeaderField& field, ClockKind) {
    for (const mime::MessageIdView& id : mime::parse_message_ids(message_, field)) {
      add_message_id(id, std::nullopt);
      return;
    }
  }

  void read_references(const mime::HeaderField& field, ClockKind kind) {
    std::size_t read = 0;
    for (const mime::MessageIdView& id : mime::parse_message_ids(message_, field)) {
      if (++read > ClockLimits::kReferences) break;
      add_message_id(id, kind);
    }
  }

  // `as`: the kind to file it under in place of its shape's.
  void add_message_id(const mime::MessageIdView& id, std::optional<ClockKind> as) {
    auto found = time_in_message_id(id.id);
    if (!found) return;
    // What only looks like a time proves nothing of somebody else's message.
    const bool vague = found->kind >= ClockKind::id_uuid1 || found->kind == ClockKind::id_b4;
    if (as && (vague || !found->time.decoded)) return;
    const std::size_t at = message_.octets(id.where).find(id.id);
    const ByteRange where =
        at == npos ? id.where : part(id.where, at + found->time.offset, found->time.length);
    const bool assumed = found->local && zone_ && !as;
    if (found->local && found->time.decoded) {
      MicroInterval& interval = found->time.at;
      interval.earliest -= assumed ? *zone_ * 60 * kSecond : 14 * kHour;
      interval.latest -= assumed ? *zone_ * 60 * kSecond : -12 * kHour;
    }
    ClockReading* reading = add(as.value_or(found->kind), where, found->time);
    if (reading != nullptr && assumed) {
      reading->zone_assumed = true;
      reading->zone_minutes = zone_;
    }
  }

  void read_thread_index(const mime::HeaderField& field, ClockKind) {
    const std::string_view text = body_of(field);
    std::string base64;
    std::vector<std::size_t> places;  // of each kept character
    constexpr std::size_t kLongest = (22 + 5 * ClockLimits::kChildren) / 3 * 4 + 4;
    for (std::size_t i = 0; i < text.size() && base64.size() < kLongest; ++i) {
      if (is_space(text[i])) continue;
      base64 += text[i];
      places.push_back(i);
    }
    base64.resize(base64.size() / 4 * 4);
    const auto octets = base64_decode(base64);
    const auto index = octets ? decode_thread_index(*octets, date_) : std::nullopt;
    if (!index) return;
    const auto range = [&](std::size_t octet, std::size_t length) {
      const std::size_t first = places[octet * 4 / 3];
      return part(field.body, first, places[((octet + length) * 4 + 2) / 3 - 1] + 1 - first);
    };
    add_thread_times(*index, range);
  }

  template <typename Range>
  void add_thread_times(const ThreadIndex& index, const Range& range) {
    DecodedTime start;
    start.at = index.start;
    start.decoded = index.decoded;
    ClockReading* reading = add(ClockKind::thread_index_start, range(0, 6), start);
    if (reading != nullptr) reading->layout = index.layout;
    for (std::size_t i = 0; i < index.children.size(); ++i) {
      const bool last = i + 1 == index.children.size();
      DecodedTime time;
      time.at = index.children[i].at;
      time.decoded = index.children[i].decoded;
      reading = add(last ? ClockKind::thread_index_reply : ClockKind::thread_index_ancestor,
                    range(22 + 5 * i, 5), time);
      if (reading == nullptr) return;
      reading->layout = index.layout;
      reading->carries = index.children[i].carries;
    }
  }

  void read_boundaries() {
    std::size_t read = 0;
    for (const mime::Entity& entity : message_.entities()) {
      if (entity.media != mime::MediaClass::multipart || read >= ClockLimits::kBoundaries) continue;
      ++read;
      const mime::ContentTypeView& type = message_.content_type(entity);
      for (const mime::Parameter& parameter : type.parameters) {
        if (parameter.name != "boundary") continue;
        read_boundary(parameter);
        break;
      }
    }
  }

  void read_boundary(const mime::Parameter& parameter) {
    struct Shape {
      std::optional<DecodedTime> (*decode)(std::string_view);
      ClockKind kind;
    };
    constexpr std::array<Shape, 4> kShapes = {{{gmail_boundary, ClockKind::gmail_boundary},
                                               {outlook_boundary, ClockKind::outlook_boundary},
                                               {java_boundary, ClockKind::java_boundary},
                                               {alpine_boundary, ClockKind::alpine_boundary}}};
    const std::size_t at = message_.octets(parameter.where).find(parameter.value);
    for (const Shape& shape : kShapes) {
      const auto time = shape.decode(parameter.value);
      if (!time) continue;
      if (at == npos) {
        add(shape.kind, parameter.where, *time);
      } else {
        add_in(shape.kind, part(parameter.where, at, parameter.value.size()), *time);
      }
      return;
    }
  }

  const mime::Message& message_;
  Gathered& out_;
  std::uint32_t field_ = kNoField;
  std::optional<MicroTime> date_;
  std::optional<int> zone_;
};

// Sorted by name.
const std::array<Gatherer::Named, 32> Gatherer::kFields = {{
    {"arc-message-signature", &Gatherer::read_tag_t, ClockKind::arc_signature_t},
    {"arc-seal", &Gatherer::read_tag_t, ClockKind::arc_seal_t},
    {"date", &Gatherer::read_date, ClockKind::date},
    {"delivery-date", &Gatherer::read_date, ClockKind::delivery_date},
    {"dkim-signature", &Gatherer::read_tag_t, ClockKind::dkim_t},
    {"in-reply-to", &Gatherer::read_references, ClockKind::referenced_id},
    {"message-id", &Gatherer::read_message_id, ClockKind::id_digits},
    {"received", &Gatherer::read_received, ClockKind::received},
    {"references", &Gatherer::read_references, ClockKind::referenced_id},
    {"resent-date", &Gatherer::read_date, ClockKind::resent_date},
    {"thread-index", &Gatherer::read_thread_index, ClockKind::thread_index_start},
    {"x-developer-signature", &Gatherer::read_tag_t, ClockKind::developer_signature_t},
    {"x-eopattributedmessage-time", &Gatherer::read_date, ClockKind::exchange_original_arrival},
    {"x-gm-msgid", &Gatherer::read_gmail_number, ClockKind::gmail_message_number},
    {"x-gm-thrid", &Gatherer::read_gmail_number, ClockKind::gmail_thread_number},
    {"x-gmail-original-message-id", &Gatherer::read_message_id, ClockKind::id_digits},
    {"x-google-dkim-signature", &Gatherer::read_tag_t, ClockKind::google_dkim_t},
    {"x-google-original-date", &Gatherer::read_date, ClockKind::original_date},
    {"x-google-original-message-id", &Gatherer::read_message_id, ClockKind::id_digits},
    {"x-microsoft-original-message-id", &Gatherer::read_message_id, ClockKind::id_digits},
    {"x-ms-exchange-crosstenant-network-message-id", &Gatherer::read_network_id,
     ClockKind::exchange_network_id},
    {"x-ms-exchange-crosstenant-originalarrivaltime", &Gatherer::read_date,
     ClockKind::exchange_cross_tenant_arrival},
    {"x-ms-exchange-organization-expirationstarttime", &Gatherer::read_date,
     ClockKind::exchange_original_arrival},
    {"x-ms-exchange-organization-messagecreationtime", &Gatherer::read_date,
     ClockKind::exchange_creation},
    {"x-ms-exchange-organization-network-message-id", &Gatherer::read_network_id,
     ClockKind::exchange_network_id},
    {"x-ms-exchange-organization-originalarrivaltime", &Gatherer::read_date,
     ClockKind::exchange_original_arrival},
    {"x-ms-exchange-organization-originalclientsubmittime", &Gatherer::read_date,
     ClockKind::exchange_creation},
    {"x-ms-office365-filtering-correlation-id", &Gatherer::read_network_id,
     ClockKind::exchange_network_id},
    {"x-original-date", &Gatherer::read_date, ClockKind::original_date},
    {"x-originalarrivaltime", &Gatherer::read_original_arrival, ClockKind::original_arrival_text},
    {"x-received", &Gatherer::read_received, ClockKind::x_received},
    {"x-received-date", &Gatherer::read_date, ClockKind::delivery_date},
}};

}  // namespace

Gathered gather_clocks(const mime::Message& message, const ClockContext& context) {
  Gathered gathered;
  Gatherer(message, gathered).run(context);
  return gathered;
}

}  // namespace letterlock::leak

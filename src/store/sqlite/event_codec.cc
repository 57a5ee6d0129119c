#include "store/sqlite/event_codec.h"

#include <cstring>

#include "store/sqlite/packed.h"

namespace letterlock::store::sqlite {
namespace {

// Longer text comes seldom twice, and would fill the dictionary's caches.
constexpr std::size_t kLongestName = 512;
constexpr std::uint64_t kMostParts = 0xFF;

class EventPacker : public Packer {
 public:
  EventPacker(Dictionary* names, std::string& out) : Packer(out), names_(names) {}

  // The lowest bit tells a number of the dictionary from a length.
  void plain(std::string_view text) {
    number(std::uint64_t{text.size()} << 1);
    raw(text);
  }
  void name(std::string_view text) {
    if (names_ == nullptr || text.empty() || text.size() > kLongestName) return plain(text);
    number(static_cast<std::uint64_t>(names_->id(text)) << 1 | 1);
  }
  // 0 for absent, else one more than the value.
  template <class T>
  void maybe(const std::optional<T>& value) {
    number(value ? std::uint64_t{*value} + 1 : 0);
  }

 private:
  Dictionary* names_;
};

class EventUnpacker : public Unpacker {
 public:
  EventUnpacker(Dictionary& names, std::string_view in) : Unpacker(in), names_(names) {}

  std::string name() {
    const std::uint64_t tag = number();
    if ((tag & 1) != 0) return names_.text(static_cast<std::int64_t>(tag >> 1));
    return std::string(raw(tag >> 1));
  }
  template <class T>
  std::optional<T> maybe() {
    const std::uint64_t tag = number();
    return tag == 0 ? std::nullopt : std::optional(static_cast<T>(tag - 1));
  }
  template <class E>
  E enumerator() {
    return static_cast<E>(number() & kMostParts);
  }

 private:
  Dictionary& names_;
};

void pack(const Endpoint& from, EventPacker& out) {
  std::string octets;
  for (std::size_t i = 0; from.ip && i < from.ip->size(); ++i) {
    octets += static_cast<char>(from.ip->octet(i));
  }
  out.text(octets);
  out.maybe(from.port);
  out.plain(from.ip_as_written);
  out.name(from.country);
  out.name(from.region);
  out.name(from.city);
  out.maybe(from.as_number);
}

bool unpack(EventUnpacker& in, Endpoint& from) {
  const std::string_view octets = in.text();
  if (octets.size() == 4) {
    std::array<std::uint8_t, 4> address{};
    std::memcpy(address.data(), octets.data(), address.size());
    from.ip = IpAddress::v4(address);
  } else if (octets.size() == 16) {
    std::array<std::uint8_t, 16> address{};
    std::memcpy(address.data(), octets.data(), address.size());
    from.ip = IpAddress::v6(address);
  } else if (!octets.empty()) {
    return false;
  }
  from.port = in.maybe<std::uint16_t>();
  from.ip_as_written = in.name();
  from.country = in.name();
  from.region = in.name();
  from.city = in.name();
  from.as_number = in.maybe<std::uint32_t>();
  return in.ok();
}

void pack(const NamedMessage& message, EventPacker& out) {
  out.plain(message.message_id);
  out.plain(message.item_id);
  out.plain(message.subject);
  out.name(message.folder);
  out.name(message.destination);
  out.maybe(message.size);
  out.number(message.attachments.size());
  for (const std::string& attachment : message.attachments) out.plain(attachment);
}

NamedMessage unpack_message(EventUnpacker& in) {
  NamedMessage message;
  message.message_id = in.name();
  message.item_id = in.name();
  message.subject = in.name();
  message.folder = in.name();
  message.destination = in.name();
  message.size = in.maybe<std::uint64_t>();
  message.attachments.resize(in.count());
  for (std::string& attachment : message.attachments) attachment = in.name();
  return message;
}

void pack_lists(const Event& event, EventPacker& out) {
  out.number(event.messages.size());
  for (const NamedMessage& message : event.messages) pack(message, out);
  out.number(event.folders.size());
  for (const NamedFolder& folder : event.folders) {
    out.name(folder.path);
    out.name(folder.id);
  }
  out.number(event.recipients.size());
  for (const std::string& recipient : event.recipients) out.name(recipient);
  out.number(event.parameters.size());
  for (const Parameter& parameter : event.parameters) {
    out.name(parameter.name);
    out.plain(parameter.value);
    out.plain(parameter.old_value);
  }
}

void unpack_lists(EventUnpacker& in, Event& event) {
  event.messages.clear();
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    event.messages.push_back(unpack_message(in));
  }
  event.folders.resize(in.count());
  for (NamedFolder& folder : event.folders) {
    folder.path = in.name();
    folder.id = in.name();
  }
  event.recipients.resize(in.count());
  for (std::string& recipient : event.recipients) recipient = in.name();
  event.parameters.resize(in.count());
  for (Parameter& parameter : event.parameters) {
    parameter.name = in.name();
    parameter.value = in.name();
    parameter.old_value = in.name();
  }
}

void pack(const std::optional<TimeSpan>& time, Packer& out) {
  out.number(time ? 1 : 0);
  if (!time) return;
  out.signed_number(time->from);
  out.signed_number(time->until);
}

std::optional<TimeSpan> unpack_time(Unpacker& in) {
  if (in.number() == 0) return std::nullopt;
  const std::int64_t from = in.signed_number();
  return TimeSpan{from, in.signed_number()};
}

Sha256 unpack_hash(Unpacker& in) {
  Sha256 hash;
  const std::string_view octets = in.raw(hash.octets.size());
  if (octets.size() == hash.octets.size()) std::memcpy(hash.octets.data(), octets.data(), 32);
  return hash;
}

// The texts of an event in the order of the blob, so that both ways agree. `name`: interned.
template <class EventT, class Name, class Plain>
void each_text(EventT& event, Name name, Plain plain) {
  name(event.operation);
  name(event.product);
  name(event.record_type);
  plain(event.record_id);
  name(event.actor);
  name(event.actor_id);
  name(event.mailbox);
  name(event.mailbox_guid);
  plain(event.target);
  name(event.organization);
  name(event.client);
  name(event.user_agent);
  name(event.app_id);
  name(event.app_name);
  name(event.session);
  plain(event.token);
  name(event.device_id);
  plain(event.correlation);
  name(event.error_code);
  name(event.error_text);
  plain(event.query);
}

}  // namespace

void pack(const Event& event, Dictionary* names, std::string& out) {
  EventPacker packer(names, out);
  packer.number(static_cast<std::uint64_t>(event.provider));
  packer.number(static_cast<std::uint64_t>(event.act));
  packer.number(static_cast<std::uint64_t>(event.logon));
  packer.number(static_cast<std::uint64_t>(event.outcome));
  packer.number((event.throttled ? 1u : 0u) | (event.incomplete ? 2u : 0u) |
                (event.external_access ? (*event.external_access ? 12u : 4u) : 0u));
  packer.maybe(event.operation_count);
  each_text(
      event, [&](const std::string& text) { packer.name(text); },
      [&](const std::string& text) { packer.plain(text); });
  pack(event.from, packer);
  pack_lists(event, packer);
}

bool unpack(std::string_view blob, Dictionary& names, Event& event) {
  EventUnpacker in(names, blob);
  event.provider = in.enumerator<Provider>();
  event.act = in.enumerator<Act>();
  event.logon = in.enumerator<LogonType>();
  event.outcome = in.enumerator<Outcome>();
  const std::uint64_t flags = in.number();
  event.throttled = (flags & 1) != 0;
  event.incomplete = (flags & 2) != 0;
  event.external_access = (flags & 4) != 0 ? std::optional((flags & 8) != 0) : std::nullopt;
  event.operation_count = in.maybe<std::uint32_t>();
  const auto read = [&](std::string& text) { text = in.name(); };
  each_text(event, read, read);
  if (!unpack(in, event.from)) return false;
  unpack_lists(in, event);
  return in.ok();
}

std::string pack(const LogFile& file) {
  std::string blob;
  Packer out(blob);
  out.text(file.path);
  out.text(file.inner);
  out.raw(file.container.view());
  out.raw(file.hash.view());
  out.number(file.size);
  out.number(static_cast<std::uint64_t>(file.provider));
  out.text(file.shape);
  out.text(file.dates);
  out.number(file.records);
  out.number(file.broken);
  out.number(file.events);
  out.number(file.known_records);
  pack(file.time, out);
  out.signed_number(file.read_at);
  out.number(file.finished ? 1 : 0);
  out.number(file.defects.size());
  for (const LogDefect& defect : file.defects) {
    out.text(defect.name);
    out.text(defect.detail);
    out.number(defect.row);
    out.number(defect.offset);
    out.number(defect.times);
    pack(defect.affects, out);
    out.text(defect.account);
  }
  return blob;
}

bool unpack(std::string_view blob, LogFile& file) {
  Unpacker in(blob);
  file.path = in.text();
  file.inner = in.text();
  file.container = unpack_hash(in);
  file.hash = unpack_hash(in);
  file.size = in.number();
  file.provider = static_cast<Provider>(in.number());
  file.shape = in.text();
  file.dates = in.text();
  file.records = in.number();
  file.broken = in.number();
  file.events = in.number();
  file.known_records = in.number();
  file.time = unpack_time(in);
  file.read_at = in.signed_number();
  file.finished = in.number() != 0;
  file.defects.resize(in.count());
  for (LogDefect& defect : file.defects) {
    defect.name = in.text();
    defect.detail = in.text();
    defect.row = in.number();
    defect.offset = in.number();
    defect.times = in.number();
    defect.affects = unpack_time(in);
    defect.account = in.text();
  }
  return in.ok();
}

}  // namespace letterlock::store::sqlite

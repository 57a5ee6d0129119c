#include "sources/frame.h"

namespace letterlock::sources {
namespace {

constexpr std::size_t kMaxText = 64 << 10;  // one text member; names in archives are shorter

void put_number(std::uint64_t number, std::string& out) {
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift & 0xFF);
}

void put_text(std::string_view text, std::string& out) {
  text = text.substr(0, kMaxText);
  put_number(text.size(), out);
  out += text;
}

// Takes members off a payload; after the first that does not fit, all are empty and ok() is false.
class Payload {
 public:
  explicit Payload(std::string_view octets) : rest_(octets) {}
  std::uint64_t number() {
    if (rest_.size() < 8) {
      broken();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<unsigned char>(rest_[i]);
    rest_.remove_prefix(8);
    return value;
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > kMaxText || size > rest_.size()) {
      broken();
      return {};
    }
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  bool ok() const { return ok_ && rest_.empty(); }

 private:
  void broken() {
    ok_ = false;
    rest_ = {};
  }
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string encode(const Entry& entry) {
  std::string out;
  put_text(entry.path, out);
  put_number(entry.is_message ? 1 : 0, out);
  put_text(entry.folder, out);
  put_text(entry.mailbox_hint, out);
  put_text(entry.flags, out);
  put_number(entry.date ? 1 : 0, out);
  put_number(static_cast<std::uint64_t>(entry.date.value_or(0)), out);
  return out;
}

std::string encode(const WorkerDefect& defect) {
  std::string out;
  put_text(defect.inner, out);
  put_number(defect.offset, out);
  put_text(defect.name, out);
  put_text(defect.detail, out);
  return out;
}

std::string encode(const CodeFrame& code) {
  std::string out;
  put_number(code.page, out);
  put_text(code.text, out);
  return out;
}

std::string encode(std::uint64_t number) {
  std::string out;
  put_number(number, out);
  return out;
}

std::optional<Entry> decode_entry(std::string_view octets) {
  Payload payload(octets);
  Entry entry;
  entry.path = payload.text();
  entry.is_message = payload.number() == 1;
  entry.folder = payload.text();
  entry.mailbox_hint = payload.text();
  entry.flags = payload.text();
  const bool dated = payload.number() == 1;
  const auto date = static_cast<UnixTime>(payload.number());
  if (dated) entry.date = date;
  return payload.ok() ? std::optional(std::move(entry)) : std::nullopt;
}

std::optional<WorkerDefect> decode_defect(std::string_view octets) {
  Payload payload(octets);
  WorkerDefect defect;
  defect.inner = payload.text();
  defect.offset = payload.number();
  defect.name = payload.text();
  defect.detail = payload.text();
  return payload.ok() ? std::optional(std::move(defect)) : std::nullopt;
}

std::optional<CodeFrame> decode_code(std::string_view octets) {
  Payload payload(octets);
  CodeFrame code;
  code.page = payload.number();
  code.text = payload.text();
  return payload.ok() ? std::optional(std::move(code)) : std::nullopt;
}

std::optional<std::uint64_t> decode_number(std::string_view octets) {
  Payload payload(octets);
  const std::uint64_t number = payload.number();
  return payload.ok() ? std::optional(number) : std::nullopt;
}

std::string frame_header(FrameType type, std::uint32_t length) {
  std::string header(1, static_cast<char>(type));
  for (int shift = 0; shift < 32; shift += 8) header += static_cast<char>(length >> shift & 0xFF);
  return header;
}

}  // namespace letterlock::sources

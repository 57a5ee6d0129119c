#include "dns/rdata.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/ip_address.h"

namespace letterlock::dns {
namespace {

std::optional<std::string> read_address(std::string_view octets, bool v6) {
  if (octets.size() != (v6 ? 16U : 4U)) return std::nullopt;
  if (v6) {
    std::array<std::uint8_t, 16> address{};
    std::copy(octets.begin(), octets.end(), address.begin());
    return IpAddress::v6(address).text();
  }
  std::array<std::uint8_t, 4> address{};
  std::copy(octets.begin(), octets.end(), address.begin());
  return IpAddress::v4(address).text();
}

std::optional<std::string> read_name(Cursor& in) {
  std::string name;
  for (;;) {
    const int length = in.take();
    if (length == 0) return canonical_name(name);
    if (length < 0 || length > 63 || static_cast<std::size_t>(length) > in.left())
      return std::nullopt;
    const std::string_view label = in.rest().substr(0, static_cast<std::size_t>(length));
    in.skip(label.size());
    if (label.find('.') != label.npos || name.size() > 255) return std::nullopt;
    if (!name.empty()) name += '.';
    name += label;
  }
}

std::optional<std::string> read_text(Cursor& in) {
  std::string text;
  if (in.at_end()) return std::nullopt;
  while (!in.at_end()) {
    const auto length = static_cast<std::size_t>(in.take());
    if (length > in.left() || text.size() + length > kLongestText) return std::nullopt;
    text += in.rest().substr(0, length);
    in.skip(length);
  }
  return text;
}

}  // namespace

std::optional<Record> read_rdata(RecordType type, std::string_view octets) {
  Cursor in(octets);
  Record record;
  std::optional<std::string> value;
  switch (type) {
    case RecordType::a:
    case RecordType::aaaa:
      value = read_address(octets, type == RecordType::aaaa);
      in.skip(octets.size());
      break;
    case RecordType::txt:
      value = read_text(in);
      break;
    case RecordType::mx: {
      const int high = in.take();
      const int low = in.take();
      if (low < 0) return std::nullopt;
      record.preference = static_cast<std::uint16_t>(high * 256 + low);
      value = read_name(in);
      break;
    }
    case RecordType::soa:
      value = read_name(in);
      in.skip(in.left());  // of SOA only the server's name is kept
      break;
    case RecordType::ns:
    case RecordType::cname:
    case RecordType::ptr:
      value = read_name(in);
      break;
  }
  if (!value || !in.at_end()) return std::nullopt;
  record.value = *std::move(value);
  return record;
}

std::string escaped_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_alnum(c) || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
    }
  }
  return out + ".";
}

}  // namespace letterlock::dns

#include "audit/mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::audit {
namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  unsigned port = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    port = port * 10 + static_cast<unsigned>(c - '0');
  }
  return port <= 0xFFFF ? std::optional(static_cast<std::uint16_t>(port)) : std::nullopt;
}

// Without it a record of 64 MiB that says one long name of millions of items would take terabytes.
constexpr std::size_t kMostRepeated = std::size_t{32} << 20;

}  // namespace

bool Mapping::may_repeat(std::size_t octets) {
  const bool told = repeated > kMostRepeated;
  repeated += octets;
  if (repeated <= kMostRepeated) return true;
  if (!told) {
    defect("repeated_too_often",
           "what the record says of all its events or messages was not repeated for each");
  }
  return false;
}

std::optional<UnixTime> Mapping::time(std::string_view text) {
  if (trim(text).empty()) return std::nullopt;
  const auto read = read_time(text, order);
  if (!read) {
    defect("time_unreadable",
           fmt::format("no time, or one that cannot be: {}", text.substr(0, 64)));
    return std::nullopt;
  }
  if (read->form == ReadTime::Form::slashed) {
    out.slashed_date = true;
    votes.see(text);
  }
  return read->time;
}

void set_point(store::Event& event, std::optional<UnixTime> time) {
  if (time) event.time = store::TimeSpan{*time, *time};
}

void read_address(std::string_view text, store::Endpoint& from) {
  text = trim(text);
  if (text.empty() || from.ip) return;
  std::string_view address = text;
  std::optional<std::uint16_t> port;
  if (text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end != text.npos) {
      address = text.substr(1, end - 1);
      if (text.substr(end + 1).starts_with(':')) port = port_of(text.substr(end + 2));
    }
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    address = text.substr(0, text.find(':'));
    port = port_of(text.substr(text.find(':') + 1));
  }
  if (const std::size_t zone = address.find('%'); zone != address.npos) {
    address = address.substr(0, zone);
  }
  if (const auto ip = IpAddress::parse(address)) {
    from.ip = ip->unmapped();
    from.port = port;
    from.ip_as_written.clear();
  } else if (from.ip_as_written.empty()) {
    from.ip_as_written = text.substr(0, 256);
  }
}

std::string message_id_of(std::string_view text) {
  text = trim(text);
  if (text.starts_with('<')) text.remove_prefix(1);
  if (text.ends_with('>')) text.remove_suffix(1);
  return std::string(text);
}

std::string account_of(std::string_view text) {
  text = trim(text);
  return text.find('@') == text.npos ? std::string(text) : lower_ascii(text);
}

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : hex_value(text[i]) < 0) return false;
  }
  return true;
}

bool is_lost_object(std::string_view text) {
  text = trim(text);
  return text.starts_with("System.Object") || text.starts_with("System.Collections.") ||
         text.starts_with("System.Management.Automation.") || text.starts_with("@{") ||
         text.starts_with("Microsoft.Exchange.");
}

std::string_view parameter(const store::Event& event, std::string_view name) {
  for (const store::Parameter& one : event.parameters) {
    if (equals_ignore_case(one.name, name)) return one.value;
  }
  return {};
}

}  // namespace letterlock::audit

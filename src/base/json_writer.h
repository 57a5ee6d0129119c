// Writes one JSON value (RFC 8259) piece by piece; the door by which untrusted text enters JSON.
//
//   JsonWriter json;
//   json.object().member("id", 7).key("to").array().value("a@b.example").end().end();
//   std::string text = json.take();
//
// Octets that are not well-formed UTF-8 become U+FFFD, so that the output always parses.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace letterlock {

class JsonWriter {
 public:
  JsonWriter& object();
  JsonWriter& array();
  JsonWriter& end();  // of the innermost object or array
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  JsonWriter& value(T number) {
    if constexpr (std::is_signed_v<T>) {
      return integer(static_cast<std::int64_t>(number));
    } else {
      return integer(static_cast<std::uint64_t>(number));
    }
  }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  JsonWriter& null();
  // A value that is JSON already. REQUIRES: `json` came from a JsonWriter.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }

  // As RFC 3339 in UTC, or null.
  JsonWriter& time_member(std::string_view name, const std::optional<UnixTime>& time);
  JsonWriter& strings_member(std::string_view name, std::span<const std::string> texts);

  const std::string& text() const { return out_; }
  std::string take();  // and starts anew

 private:
  JsonWriter& integer(std::int64_t number);
  JsonWriter& integer(std::uint64_t number);
  void separate();

  std::string out_;
  std::string open_;  // closing brackets owed, innermost last
  bool needs_comma_ = false;
};

// `text` as a JSON string, quotes included.
void append_json_string(std::string_view text, std::string& out);

}  // namespace letterlock

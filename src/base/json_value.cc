#include "base/json_value.h"

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/utf8.h"

namespace letterlock {

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue&) = default;
JsonValue::JsonValue(JsonValue&&) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue&) = default;
JsonValue& JsonValue::operator=(JsonValue&&) noexcept = default;
JsonValue::~JsonValue() = default;

namespace {

constexpr unsigned kDeepest = 64;

class Parser {
 public:
  Parser(std::string_view text, std::size_t most) : at_(text), left_(most) {}

  Expected<JsonValue> whole() {
    JsonValue value;
    at_.take("\xEF\xBB\xBF");
    if (!take_value(value, 0)) return fail(std::move(error_));
    skip_space();
    if (!at_.at_end()) {
      wrong("something follows the value");
      return fail(std::move(error_));
    }
    return value;
  }

 private:
  void skip_space() { at_.take_while(is_space); }

  bool wrong(std::string_view why, ErrorCode code = ErrorCode::corrupt) {
    error_ = Error{code, fmt::format("JSON, octet {}: {}", at_.position(), why)};
    return false;
  }

  bool take_value(JsonValue& value, unsigned depth) {
    skip_space();
    if (depth > kDeepest) return wrong("more than 64 deep", ErrorCode::limit);
    if (left_ == 0) return wrong("too many values", ErrorCode::limit);
    --left_;
    value.offset = static_cast<std::uint32_t>(at_.position());
    const int first = at_.peek();
    if (first == '{') return take_object(value, depth);
    if (first == '[') return take_array(value, depth);
    if (first == '"') {
      value.type = JsonValue::Type::string;
      return take_string(value.text);
    }
    if (at_.take("null")) return true;
    if (at_.take("true") || at_.take("false")) {
      value.type = JsonValue::Type::boolean;
      value.boolean = first == 't';
      return true;
    }
    value.type = JsonValue::Type::number;
    return take_number(value.text);
  }

  bool take_object(JsonValue& value, unsigned depth) {
    value.type = JsonValue::Type::object;
    at_.take('{');
    skip_space();
    if (at_.take('}')) return true;
    for (;;) {
      skip_space();
      std::string name;
      if (at_.peek() != '"') return wrong("a member's name is missing");
      if (!take_string(name)) return false;
      skip_space();
      if (!at_.take(':')) return wrong("':' is missing");
      value.members.emplace_back(std::move(name), JsonValue());
      if (!take_value(value.members.back().second, depth + 1)) return false;
      skip_space();
      if (at_.take('}')) return true;
      if (!at_.take(',')) return wrong("',' or '}' is missing");
    }
  }

  bool take_array(JsonValue& value, unsigned depth) {
    value.type = JsonValue::Type::array;
    at_.take('[');
    skip_space();
    if (at_.take(']')) return true;
    for (;;) {
      value.items.emplace_back();
      if (!take_value(value.items.back(), depth + 1)) return false;
      skip_space();
      if (at_.take(']')) return true;
      if (!at_.take(',')) return wrong("',' or ']' is missing");
    }
  }

  bool take_number(std::string& text) {
    const std::size_t begin = at_.position();
    at_.take('-');
    const std::string_view whole = at_.take_while(is_digit);
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return wrong("no value");
    if (at_.take('.') && at_.take_while(is_digit).empty()) return wrong("no number");
    if (at_.take('e') || at_.take('E')) {
      if (!at_.take('-')) at_.take('+');
      if (at_.take_while(is_digit).empty()) return wrong("no number");
    }
    text = at_.input().substr(begin, at_.position() - begin);
    return true;
  }

  // Four hexadecimal digits; -1 where there are none.
  int take_unit() {
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
      const int octet = at_.take();
      const int digit = octet < 0 ? -1 : hex_value(static_cast<char>(octet));
      if (digit < 0) return -1;
      unit = unit * 16 + digit;
    }
    return unit;
  }

  // Behind "\u"; a surrogate without its other half becomes U+FFFD.
  bool take_unicode(std::string& out) {
    const int high = take_unit();
    if (high < 0) return wrong("a bad \\u escape");
    auto code = static_cast<char32_t>(high);
    if (high >= 0xD800 && high < 0xDC00 && at_.rest().starts_with("\\u")) {
      const std::size_t here = at_.position();
      at_.skip(2);
      const int low = take_unit();
      if (low < 0) return wrong("a bad \\u escape");
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + (static_cast<char32_t>(high - 0xD800) << 10) +
               static_cast<char32_t>(low - 0xDC00);
      } else {
        at_.seek(here);
      }
    }
    append_utf8(code, out);
    return true;
  }

  bool take_string(std::string& out) {
    at_.take('"');
    for (;;) {
      out += at_.take_while([](char c) { return c != '"' && c != '\\' && !is_unescaped(c); });
      const int octet = at_.take();
      if (octet == '"') return true;
      if (octet != '\\') return wrong("a string is not closed");
      const int escaped = at_.take();
      constexpr std::string_view kFrom = "\"\\/bfnrt";
      constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
      if (escaped == 'u') {
        if (!take_unicode(out)) return false;
      } else if (escaped < 0 || kFrom.find(static_cast<char>(escaped)) == std::string_view::npos) {
        return wrong("an escape that JSON does not have");
      } else {
        out += kTo[kFrom.find(static_cast<char>(escaped))];
      }
    }
  }
  // Controls must be escaped in JSON.
  static bool is_unescaped(char c) { return static_cast<unsigned char>(c) < 0x20; }

  Cursor at_;
  std::size_t left_;
  Error error_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
  for (const auto& [member, value] : members) {
    if (member == name) return &value;
  }
  return nullptr;
}

std::string_view JsonValue::string(std::string_view name) const {
  const JsonValue* value = find(name);
  return value != nullptr && value->type == Type::string ? std::string_view(value->text) : "";
}

Expected<JsonValue> parse_json(std::string_view text, std::size_t most_values) {
  if (text.size() > (1U << 30)) return fail(ErrorCode::limit, "JSON of over 1 GiB");
  return Parser(text, most_values).whole();
}

}  // namespace letterlock

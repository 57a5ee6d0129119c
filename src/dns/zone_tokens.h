// The entries of zone text as tokens. Internal to src/dns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/cursor.h"
#include "base/expected.h"

namespace letterlock::dns {

struct ZoneToken {
  std::string text;  // escapes undone
  bool quoted = false;
  bool escaped_dot = false;
  bool is_at = false;  // "@", not "\@"
};

struct ZoneLine {
  std::vector<ZoneToken> tokens;
  bool owner_left_out = false;  // it begins with white space
  std::uint32_t number = 0;     // of its first line
};

class ZoneTokens {
 public:
  // `text` must outlive this.
  ZoneTokens(std::string_view text, std::string_view source) : in_(text), source_(source) {}

  // The next entry that has tokens; without any at the end of the text.
  Expected<ZoneLine> next();

 private:
  Expected<ZoneToken> token();
  Expected<ZoneToken> quoted();
  bool take_escape(ZoneToken& token);
  void skip_comment();

  Cursor in_;
  std::string source_;
  std::uint32_t line_ = 1;
};

}  // namespace letterlock::dns

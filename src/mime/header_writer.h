// The door by which text becomes a header field that we add to a message (RFC 5322 section 2.2).
//
// Nothing that is appended can end the field or begin another: CR, LF, NUL and other controls make
// finish() fail. Lines are folded at single spaces before 78 octets where there is one.
#pragma once

#include <string>
#include <string_view>

#include "base/expected.h"

namespace letterlock::mime {

class HeaderWriter {
 public:
  explicit HeaderWriter(std::string_view name) : name_(name) {}

  // Ready for a field body; the caller sees to quoting.
  HeaderWriter& append(std::string_view text) {
    body_ += text;
    return *this;
  }

  // The field with its line ending, "Name: body\r\n", folded.
  Expected<std::string> finish() const;

 private:
  std::string name_;
  std::string body_;
};

// `text` as it may stand in a quoted-string or a comment: `"`, `(`, `)` and `\` escaped. What
// cannot stand there at all (controls) is left for finish() to refuse.
std::string quoted_string(std::string_view text);
std::string comment(std::string_view text);

}  // namespace letterlock::mime

// What a page of HTML or an SVG drawing does besides being read, by its elements, attributes and
// the words of its scripts. Nothing is run: a script that hides its words well enough shows only
// that it is there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace letterlock::content {

enum class PageAct : std::uint8_t {
  script,    // runs one: an element, an on...= attribute, a javascript: link
  smuggles,  // puts a file together out of text and hands it to the reader or shows it
  password,  // has a field for a password
  redirect,  // leads on by itself: <meta http-equiv=refresh>, or a script sets the location
  foreign,   // SVG: holds HTML (<foreignObject>), which may hold forms
};

struct PageSign {
  PageAct act = PageAct::script;
  ByteRange where;     // in the page
  std::string detail;  // what stands there: "atob, Blob"
};

// At most one of each act, the first. REQUIRES: page.size() < 2^32.
std::vector<PageSign> page_signs(std::string_view page);

}  // namespace letterlock::content

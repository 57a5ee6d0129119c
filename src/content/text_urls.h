// URLs written out in text, as mail clients turn them into links.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"

namespace letterlock::content {

struct TextUrl {
  ByteRange where;  // in the text, without brackets and the punctuation after it
  std::string url;  // without the line breaks that "<...>" allows inside; "www.host" as written
};

// http, https, ftp and mailto URLs, and names that start with "www.". Defanged ones ("hxxp://",
// "example[.]com") are text that somebody made harmless, so no links. At most `most`.
std::vector<TextUrl> find_text_urls(std::string_view text, std::size_t most);

}  // namespace letterlock::content

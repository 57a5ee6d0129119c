// Text parts decoded, mended and written anew in the layouts of known writers. Internal to the
// repair search.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leak/repair/body_search.h"
#include "leak/repair/recode.h"

namespace letterlock::leak {

struct TextPart {
  ByteRange body;                // within the message
  ByteRange encoding_field;      // its Content-Transfer-Encoding with its line end, where `inner`
  ByteRange encoding;            // the body of that field
  std::uint32_t fields_end = 0;  // where a field would be added
  bool inner = false;            // its fields are part of what is hashed as body
  bool html = false;
  Encoding found = Encoding::identity;
  std::string charset;
  std::string content;  // decoded, LF at line ends
};
std::vector<TextPart> text_parts(const mime::Message& message, ByteRange body);

// What may have been done to a content; the first is the content itself.
struct ContentVariant {
  std::vector<Change> changes;
  std::string content;
};
std::vector<ContentVariant> content_variants(const TextPart& part);
// Without the Content-Type meta tag that Outlook.com puts into HTML; one variant for each way in
// which it does. Empty where there is none.
std::vector<ContentVariant> without_meta(std::string_view html);
// With the links that a checking service replaced; nullopt where there are none.
std::optional<std::string> with_original_links(std::string_view text, bool html);
// Without a paragraph or element at the top that warns of something.
std::vector<ContentVariant> without_banner(std::string_view text, bool html);

// `before` led to `message`, whose body is tried; at most `most` candidates a part and as many
// pairs.
void try_text_parts(const mime::Message& message, ByteRange body, const std::vector<Step>& before,
                    std::size_t most, BodyTrial& trial);

}  // namespace letterlock::leak

// What the transport headers of an item say of the body that stood below them, and bodies written
// the way they say: what a signature over the message was made of, as far as the item still has it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mime/message.h"
#include "sources/mapi.h"

namespace letterlock::sources {

struct SentBody {
  std::string type = "text", subtype = "plain";  // lower case
  std::string charset, boundary;                 // "" where none is named
  mime::TransferEncoding encoding = mime::TransferEncoding::none;

  bool is(std::string_view its_type, std::string_view its_subtype) const {
    return type == its_type && subtype == its_subtype;
  }
};

// nullopt where there are no headers to follow, or they say one thing twice, or what nobody writes.
std::optional<SentBody> sent_body_of(std::string_view transport_headers);

// `utf8` in the charset and transfer encoding that `sent` names, such that it reads as `utf8`
// again; nullopt where it cannot be. `codepage`: of the item, where no charset is named.
std::optional<std::string> written_as(const SentBody& sent, std::string_view utf8,
                                      unsigned codepage);
// Octets in that transfer encoding.
std::string transfer_encoded(mime::TransferEncoding encoding, std::string_view octets);
// HTML octets of `codepage` in the charset and transfer encoding that `sent` names.
std::optional<std::string> html_written_as(const SentBody& sent, std::string_view html,
                                           unsigned codepage);

// True where a reader of the HTML sees every word of `utf8_text`: Outlook and Exchange keep a text
// that they made of the HTML, and which nobody sent. Words in markup, links among them, count.
bool html_has_words_of(std::string_view utf8_html, std::string_view utf8_text);
// True where a reader of `utf8_text` sees every word that the HTML shows: made of the text.
bool text_has_words_of(std::string_view utf8_text, std::string_view utf8_html);

// True where a line of `octets` begins with the boundary's delimiter.
bool has_delimiter(std::string_view octets, std::string_view boundary);

}  // namespace letterlock::sources

// The mail programs: each lays out the same draft in its own order of header fields, its own
// Message-ID, boundaries, charset and transfer encoding, its own HTML.
#pragma once

#include "demo/message.h"
#include "demo/mime_build.h"

namespace letterlock::demo {

// REQUIRES: draft.client is a mail program, not Client::none or Client::robot.
Sent send_with_client(const Draft& draft, Random& random);

std::string make_message_id(const Draft& draft, Random& random);
// Gmail's boundary: microseconds since 1970 in a shuffled hexadecimal form.
std::string gmail_boundary(UnixTime time, Random& random);
// The opening octets of a conversation index, or `parent` with one more step (MS-OXOMSG 2.2.1.3).
std::string conversation_index(const std::string& parent, UnixTime time, Random& random);

// An address list as the program writes it, folded and encoded.
std::string address_list(const std::vector<Mailbox>& list, Client client, std::string_view charset);

std::string text_of(const Draft& draft);
std::string html_of_draft(const Draft& draft, const std::string& image_id);
// The document around it.
std::string html_document(Client client, std::string_view inner, std::string_view charset);

// The whole content; `text_type` gets the Content-Type of its readable part.
Entity build_content(const Draft& draft, const std::string& text, const std::string& html,
                     const std::string& image_id, Random& random, std::string& text_type);

bool writes_html(const Draft& draft);

}  // namespace letterlock::demo

// What a message says and carries: its readable text, links, quoted blocks and attachments.
//
// Everything is derived from a mime::Message alone: no I/O, no network, no clock. Untrusted HTML is
// tokenized to text, never rendered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/sha256.h"
#include "content/code_reader.h"
#include "content/html_hidden.h"
#include "content/html_text_flow.h"
#include "mime/message.h"

namespace letterlock::content {

// A place in what Message::text(entity) returns (UTF-8 octets). Together with the entity's body
// range and its encoding it names the bytes of the message that a fact rests on.
struct TextRange {
  mime::EntityIndex entity = 0;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

enum class LinkKind : std::uint8_t {
  href,        // <a href>, <area href>
  form,        // <form action>
  resource,    // <img src>, <link href>, CSS url(): fetched by display, not clicked
  text,        // a URL written out in text, plain or HTML
  refresh,     // <meta http-equiv=refresh>
  list_field,  // List-Unsubscribe and other header fields
  code,        // read out of a QR code in a picture or document
  attached,    // in an attached file: page, document, calendar
};

struct Link {
  LinkKind kind = LinkKind::text;
  // As written, entities and white space undone; at most its first 16 KiB.
  std::string url;
  std::string scheme;  // "https", "mailto", ...
  std::string host;    // as a browser would connect to it: A-labels, lower case, IPv4 normalised
  std::string registrable_domain;  // public suffix + 1; the host itself for IP addresses
  std::string visible;             // what the reader sees as the link's text; "" for resources
  // The URL as written. Empty for list_field; of length 0 where all of the entity holds it, in a
  // form that is no text (a picture, a document).
  TextRange where;
  // Other URLs that this one carries in path, query or fragment: plain, percent-encoded (any number
  // of times) or base64. Registrable domains of these.
  std::vector<std::string> carried_urls;
  std::vector<std::string> carried_domains;
  bool in_quoted_text = false;  // stands in text that quotes another message
};

// A block of text that claims to repeat another message.
struct Quote {
  enum class Kind : std::uint8_t { reply, forward, forward_attached /* message/rfc822 part */ };
  Kind kind = Kind::reply;
  TextRange where;  // the whole block, claim included
  TextRange claim;  // the lines that make the claim: "From: ... Sent: ..." or "On ... wrote:"
  std::string from_name, from_address;  // as claimed; addresses normalised
  std::vector<std::string> to_addresses;
  std::vector<std::string> to_names;
  std::string subject;
  std::string message_id;        // attached originals only
  std::optional<UnixTime> date;  // as claimed; a missing zone is read as UTC
  bool date_has_zone = false;
  // Which client writes such blocks: "gmail", "apple", "outlook", "thunderbird", "mutt",
  // "evolution", "original_message"; "attribution" where the form tells none; "attached" for parts;
  // "marks" for quoted lines without any claim.
  std::string style;
  // The quoted text itself, quote marks removed, at most 64 KiB; what it quotes in turn is left out
  // and is a Quote of its own. Of an attached message all of its text.
  std::string text;
};

// Words in the HTML that its reader does not see (html_hidden.h); `where` is their HTML.
struct Hidden {
  HidingWay way = HidingWay::removed;
  std::uint32_t letters = 0;
  TextRange where;
  std::string text;  // as they would be read, at most kHiddenShown octets
};

struct Attachment {
  mime::EntityIndex entity = 0;
  std::string filename;      // decoded; "" where there is none
  std::string media_type;    // as declared
  std::string sniffed_type;  // by content; "" where unknown
  std::uint64_t size = 0;    // decoded octets
  Sha256 hash;               // of the decoded octets
  bool inlined = false;      // referred to by the HTML (cid:) or Content-Disposition: inline
  bool unread = false;       // a CodeReader was to look at it and could not
};

// A stretch of Content::new_text, and the text it was taken from.
struct NewTextSpan {
  std::uint32_t begin = 0, length = 0;  // in new_text
  mime::EntityIndex entity = 0;
  bool after_quote = false;   // something quoted stands before it in the same part
  bool before_quote = false;  // something quoted stands after it
  // Its place in Message::text(entity), or in the text made of it; nullopt where it stands nowhere
  // in one piece (an alternative's remainder).
  std::optional<std::uint32_t> source;
  std::optional<std::uint32_t> map;  // index into Content::maps where the text was made of HTML
};

struct Content {
  // By its subject, as subject_claims_forward() says; by its subject or thread fields.
  bool claims_forward = false;
  bool claims_earlier_message = false;
  // What a reader sees, for search: all text parts, HTML as text (alternatives once each where they
  // differ), embedded messages included, attachments' text not. UTF-8.
  std::string text;
  // The part of it that this sender wrote new: quoted and forwarded blocks left out. Quote marks
  // without any claim count as quoting only where the message says that it answers or forwards.
  std::string new_text;
  std::vector<NewTextSpan> new_spans;  // of new_text, in order
  std::vector<OffsetMap> maps;         // from texts made of HTML to the HTML
  // Which program's marks the first HTML part carries (html_generator.h); "" where none.
  std::string html_generator;
  std::vector<Link> links;
  std::vector<Quote> quotes;
  std::vector<Attachment> attachments;
  // Of the message's own HTML, preheaders left out; at most kHiddenRuns.
  std::vector<Hidden> hidden;
};

// The place of a range of content.new_text. REQUIRES: begin + length <= content.new_text.size().
TextRange place_of_new(const Content& content, std::uint32_t begin, std::uint32_t length);

// Letters hidden in all; 0 where so few that they may be an accident (below 20).
std::uint32_t hidden_letters(const Content& content);
// "removed", "invisible", "tiny", "ground".
std::string_view hiding_way_name(HidingWay way);

// `text` is what search indexes, so hidden HTML text is left out of it. Links in QR codes are found
// where somebody is given who reads them.
Content extract(const mime::Message& message, const Limits& limits = {},
                CodeReader* codes = nullptr);

// The subject without Re:, Fwd:, AW:, WG:, TR:, Antw:, SV:, list tags and the like; lower case.
std::string base_subject(std::string_view subject);
// True where the subject claims a reply ("Re:", "AW:", ...) or a forward ("Fwd:", "WG:", ...): its
// outermost prefix does. "VS:" is a reply in Finnish and a forward in Danish, so both.
bool subject_claims_reply(std::string_view subject);
bool subject_claims_forward(std::string_view subject);

}  // namespace letterlock::content

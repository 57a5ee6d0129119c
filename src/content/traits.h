// What a message shows of the hand that wrote it: how it came, which program made it, when, and how
// its author writes. Taken once, when a message is ingested; habits (relations/) and what departs
// from them (hunt/) are made of these values alone.
//
// A trait is one categorical value: a short printable name of a class, of few different values for
// one sender and bounded length, that can be shown to a user as it is. A trait that a message does
// not show is left out, except where a kind says "none": to be absent is a habit as well. Derived
// from the message alone: the same octets give the same traits. Work is linear in the message, and
// every amount has a limit below.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "content/content.h"
#include "mime/message.h"

namespace letterlock::content {

// Kept in cases by number: new ones go at the end.
enum class TraitKind : std::uint8_t {
  // ---- path: what servers wrote
  network,         // "198.51.0.0/16", "2001:db8::/32": where the client stood when it handed it in
  origin_domain,   // registrable domain of the server that took it from the client
  origin_host,     // that server's name, numbers as "#": "smtp#.mail.example"
  protocol,        // its `with` word: "ESMTPSA", "HTTP", "mapi"
  hops,            // "1", "2", "3+", "10+" and the domains of the first servers: "3+ a.example"
  tenant,          // X-MS-Exchange-CrossTenant-id
  signer,          // DKIM d=; one trait a signature
  selector,        // DKIM "s._domainkey.d"; one a signature
  signature_form,  // DKIM a=, c= and the h= list as a short hash; one a signature
  arc,             // the domain that sealed first
  return_path,     // "empty", "same", "same organisation", or the other domain
  spf,             // the results in the newest Authentication-Results: "pass", "none", ...
  dkim,
  dmarc,
  // ---- client: what the sending program wrote
  mailer_family,     // "Thunderbird", "Outlook", "git-send-email": without version
  mailer,            // X-Mailer or User-Agent whole
  message_id_shape,  // left side: kinds of its runs of characters
  message_id_host,   // right side: "own domain", "own organisation", "local name", or the domain
  boundary,          // shape of the outermost multipart's boundary
  header_order,      // short hash of the order of the fields that the client wrote
  header_case,       // fields not spelt as usual: "Message-Id", "MIME-version", or "usual"
  charset,           // of the text parts: "utf-8", "us-ascii+windows-1252"
  encoding,          // transfer encodings of the text parts: "7bit", "base64+quoted-printable"
  structure,         // "text", "html", "alternative(text,html)", "mixed(text,file)"
  html_generator,    // "Outlook", "Gmail", "Apple Mail": whose marks the HTML carries
  line_width,        // how plain text is wrapped: "72", "76", "unwrapped", "short"
  thread_index,      // Thread-Index: "new", "reply", "legacy new", "odd"
  mime_version,      // "1.0", or as written where it carries a comment
  language_field,    // Content-Language, Accept-Language
  priority,          // "X-Priority: 3", "Importance: high": one a field
  flowed,            // format=flowed: "yes", "delsp"
  // ---- clock
  zone,   // "+0200"
  delay,  // Date to first Received: "before", "<10s", "<2m", "<1h", "<1d", "1d+"
  // ---- writing: the newly written text, without quotes, diffs, signature and list footers
  language,      // "en", "de", "fr", "es", ... or the script: "Cyrillic"; absent for a few words
  greeting,      // first line's class: "hi NAME,", "dear NAME", "none"
  closing,       // last line's class: "best regards,", "thanks", "none"
  signature,     // short hash of the block below "-- ", "none" without one
  message_kind,  // "prose start", "prose reply", "patch start", "patch reply", "forward",
                 // "automatic"
  quoting,       // "none", "top", "inline", "bottom", "bare" (nothing but quotes)
  text_length,   // octets of the newly written text: "empty", "<130", "<300", "<900", "900+"
  letter_case,   // "usual", "lower", "upper"
  emoji,         // "none", "emoji", ":-)", ":)"
  punctuation,   // "usual", or what stands out: "!!", "... –"
  // ---- attached files
  attachment_type,  // by content, else as declared: "application/pdf"; each once
  attachment_sign,  // what one shows by its form (attachment_signs.h): "html_script"; each once
  // ---- writing again
  hidden_text,  // how words of the HTML are kept from the reader: "removed", "ground"; each once
};
inline constexpr std::size_t kTraitKinds = static_cast<std::size_t>(TraitKind::hidden_text) + 1;

enum class TraitFamily : std::uint8_t { path, client, clock, writing, attached };
TraitFamily trait_family(TraitKind kind);
// "message_id_shape": for JSON and people alike.
std::string_view trait_name(TraitKind kind);

struct Trait {
  TraitKind kind = TraitKind::network;
  std::string value;  // printable, at most kLongestTrait octets
  ByteRange where;    // the octets it rests on: a field, or the body of a part
};

// What the author asks the reader to do.
enum class AskKind : std::uint8_t {
  login,     // sign in, confirm an account
  document,  // look at, download, review a file
  payment,   // pay, transfer, buy vouchers, change bank details
  secrecy,   // keep it between us
  channel,   // go on elsewhere: another address, telephone, messenger
  urgency,   // at once, before a deadline
  access,    // give access, credentials, codes
  bait,      // only answer me: "are you available", "can you do me a favour"
};
inline constexpr std::size_t kAskKinds = static_cast<std::size_t>(AskKind::bait) + 1;
std::string_view ask_name(AskKind kind);

struct Ask {
  AskKind kind = AskKind::login;
  std::uint32_t count = 0;
  TextRange where;  // of the first
};

// What the author wrote new, as far as comparing it needs.
struct Writing {
  // Distinct words, normalised (NFKC, small letters), as 24-bit hashes: the first kMostWords of
  // them, sorted.
  std::vector<std::uint32_t> words;
  std::uint32_t word_count = 0;  // all words read, repeated ones too
  std::uint32_t length = 0;      // octets of prose: quotes, diffs, signature and footers left out
  std::vector<Ask> asks;         // by kind, each once
};

struct Traits {
  std::vector<Trait> traits;  // by kind; several of one kind in the order of the message
  Writing writing;
};

inline constexpr std::size_t kLongestTrait = 80;
inline constexpr std::size_t kMostWords = 128;

// The hash by which Writing::words knows a word, in any case; 0 where there is none in it.
std::uint32_t word_hash(std::string_view word);

// REQUIRES: `content` is extract(message).
Traits traits_of(const mime::Message& message, const Content& content);
// The same in two steps: first what text and attachments show, with the bodies of parts as places;
// then what servers and the sending program wrote joins it.
Traits body_traits_of(const mime::Message& message, const Content& content);
void add_header_traits(const mime::Message& message, std::vector<Trait>& traits);

}  // namespace letterlock::content

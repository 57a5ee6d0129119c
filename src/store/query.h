// The query language of `letterlock search`, parsed.
//
//   query   = *( term / "OR" / "AND" / "-" term / "NOT" term / "(" query ")" )
//   term    = word / word "*" / "\"" phrase "\"" / "\"" phrase "\"*" / key ":" value
//   keys    = from to cc date subject link attachment thread has in id
//
//   Terms next to each other: all of them (AND may stand between); this binds closer than OR.
//   word, phrase   in subject or text; words are compared as store/tokenizer.h cuts and folds them
//   from: to: cc:  a whole address; "@x.example": addresses of exactly this domain; "x.example": of
//                  this domain and those below it; a name: a part of the local part, between its
//                  dots and dashes, or words of a display name that the address has used.
//                  from: looks at From and Sender, to: at To, Cc and Bcc
//   link:          a host, or a domain with all below it, carried URLs included; with "/" in it:
//   part
//                  of a URL
//   attachment:    part of a file name; or at least 8 digits that the content's SHA-256 begins with
//   date:          2024, 2024-06, 2024-06-01, 2024-06-01..2024-07-15, ..2024, 2024.. (UTC)
//   has:           attachment link quote defect defect:NAME reconstructed
//   in:            mailbox, mailbox/folder or folder, with the folders below
//   thread:, id:   a message's number, SHA-256 (4 digits or more) or Message-ID
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"

namespace letterlock::store {

struct Query {
  enum class Op {
    all,  // no condition
    both,
    either,
    negated,  // children
    words,    // full text: `text` is a phrase of one or more words; `prefix` for word*
    from,
    to /* to, cc, bcc */,
    cc,
    subject,
    link,
    attachment,
    thread,
    in,
    id,
    date,
    has_attachment,
    has_link,
    has_quote,
    has_defect /* text: name, "" any */,
    reconstructed,
  };
  Op op = Op::all;
  std::string text;
  bool prefix = false;
  std::optional<UnixTime> from_time, until_time;  // date: [from, until)
  std::vector<Query> children;
};

// usage errors say at which column and why. At most 1,000 terms, 50 levels. Where `defects` are
// given, has:defect: takes no other name.
Expected<Query> parse_query(std::string_view text, std::span<const std::string_view> defects = {});

}  // namespace letterlock::store

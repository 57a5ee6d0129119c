// The query language of `letterlock search`, parsed.
//
//   query   = *( term / "OR" / "-" term / "(" query ")" )      terms next to each other: AND
//   term    = word / word "*" / "\"" phrase "\"" / key ":" value
//   keys    = from to cc date subject link attachment thread has in id
//   date:   2024, 2024-06, 2024-06-01, 2024-06-01..2024-07-15, ..2024, 2024.. (UTC)
//   has:    attachment link quote defect:NAME reconstructed
//   in:     mailbox or mailbox/folder        link: and from: match whole addresses, hosts,
//   domains and parts of them on a label border ("from:@x.example", "link:x.example").
#pragma once

#include <memory>
#include <optional>
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

// usage errors say at which column and why. At most 1,000 terms, 50 levels.
Expected<Query> parse_query(std::string_view text);

}  // namespace letterlock::store

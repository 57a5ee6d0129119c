// A Finding: what a detector claims about one message, with the bytes it rests on.
//
// A Finding never accuses a person. It says what was seen, what that contradicts or departs from,
// how much history stands behind it (n), and what would explain it innocently.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "base/clock.h"
#include "base/sha256.h"
#include "store/facts.h"

namespace letterlock::hunt {

enum class Verdict : std::uint8_t {
  consistent,    // with what is usual for this sender
  deviates,      // from it
  contradicted,  // by something the case holds; needs no statistics
  cannot_say,    // not enough history; never rounded to any of the others
};
std::string_view verdict_name(Verdict verdict);

// The number of a message that is looked at without being in the case (hunt/scan.h).
inline constexpr store::MessageId kGuest = ~store::MessageId{0};

// Octets that a Finding rests on. They can be cut out of the evidence and hashed again
// (hunt/evidence.h).
struct Evidence {
  store::MessageId message = store::kNoMessage;  // not always the message found: a compared one too
  Sha256 sha256;                                 // of that message's octets
  ByteRange where;                               // in its octets as received
  // Where the octets are encoded (base64, quoted-printable, HTML): the place in the decoded text of
  // the part, whose encoded body is `where`.
  std::optional<store::PartText> decoded;
  std::string field;     // the header field that `where` is ("Subject"), "" where it is none
  Sha256 cut_sha256;     // of the octets of `where`
  std::string says;      // the decoded octets, at most 500, for showing (untrusted)
  bool says_all = true;  // false where `says` was cut
  std::string shows;     // what they show, in our words
};

// How often something was met before a message, and where first.
struct Sighting {
  std::uint64_t messages = 0;     // 0: never before
  std::uint64_t of = 0;           // among so many earlier ones
  bool more = false;              // there are more than were counted
  std::optional<UnixTime> first;  // nullopt: never before, or in a message without a date
  store::MessageId first_message = store::kNoMessage;
};

// Since when the case, this sender and who it is sent to know a registrable domain by links that
// readers see.
struct LinkAges {
  struct ToRecipient {
    std::string address;
    Sighting seen;
  };
  std::string domain;
  Sighting in_case, from_sender;
  std::vector<ToRecipient> to;  // the first recipients
};

// One reason within a Finding: a detector's contribution.
struct Reason {
  // What came upon it: "ask", "attachment", "authentication", "client", "hidden_text", "kind",
  // "link", "relationship", "same_id", "thread_truth", "writing". Terms go by family instead:
  // "thread" for thread_truth, "signs" for what the form of links ("link") and files ("attachment")
  // shows.
  std::string detector;
  std::string code;     // stable snake_case: "forwarded_original_absent"
  std::string text;     // one sentence for people; untrusted parts quoted
  std::uint64_t n = 0;  // how many messages of history it rests on
  double weight = 0;    // its part of Finding::score
  // A contradiction needs no statistics: something the case holds says otherwise.
  bool contradicts = false;
  // What repeats of the same thing share ("link:hop.example"); "" where nothing repeats.
  std::string cause;
  std::string innocent;  // what would explain it without an intruder
  std::vector<Evidence> evidence;
  std::optional<LinkAges> ages;  // of the domain that it is about
};

// A family's part of a score: bounded, and 0 where it has nothing to say.
struct Term {
  std::string_view family;  // "link", "client", "thread"
  double value = 0;
};

// The mail between the sender and one recipient before and after the message: for the picture of a
// silence.
struct Contact {
  std::string with;                   // the recipient
  std::vector<UnixTime> there, back;  // sender to recipient, recipient to sender; oldest first
  std::uint64_t there_total = 0, back_total = 0;  // where the lists were cut
};

// Another address of the sender's, whose history counts as theirs.
struct KnownAs {
  std::string address;
  std::uint64_t messages = 0;  // earlier ones from it
  std::optional<UnixTime> first, last;
  std::string because;  // "the roster (line 12) says so"
};

struct Finding {
  store::MessageId message = store::kNoMessage;
  Sha256 sha256;
  std::string message_id;
  std::string from_address, from_name;
  std::vector<std::string> to;
  std::string subject;
  std::optional<UnixTime> date;
  bool has_link = false;  // stratum
  Verdict verdict = Verdict::deviates;
  bool outside_budget = false;  // a contradiction; shown whatever the budget
  double score = 0;             // sum of the reasons' weights; an order, not a probability
  std::uint64_t history = 0;    // earlier messages of this sender, `known_as` included
  std::vector<KnownAs> known_as;
  std::vector<Term> terms;                // by family; they sum up to `score`
  std::vector<Reason> reasons;            // strongest first
  std::vector<store::MessageId> copies;   // the same message as others received it
  std::vector<store::MessageId> repeats;  // messages folded into this one: same cause
  std::vector<Contact> contacts;          // at most 2
  std::string innocent;                   // what would explain it without an intruder
  std::string ask;                        // what to ask the sender, by another channel
};

}  // namespace letterlock::hunt

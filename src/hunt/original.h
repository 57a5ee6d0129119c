// Looks for the message that a quoted block claims to repeat.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/content.h"
#include "hunt/compare.h"
#include "hunt/detector.h"

namespace letterlock::hunt {

// What a quoted block says about its original, names turned into addresses where the case knows
// exactly one.
struct Claim {
  std::string from_address, from_name;
  std::vector<std::string> to_addresses;
  std::string subject, base_subject;
  std::string message_id;
  std::optional<UnixTime> date;
  bool date_has_zone = false;
  // When the original was sent, with all doubt about zones: [earliest, latest].
  UnixTime earliest = 0, latest = 0;
};
// `sent` is when the quoting message was sent.
Claim claim_of(const store::QuoteFact& quote, const relations::Baseline& baseline,
               const store::MessageRecord& message);

enum class Outcome : std::uint8_t {
  held,              // the original is in the case
  quoted_elsewhere,  // not itself, but somebody else quoted the same text before
  absent,
};
enum class FoundBy : std::uint8_t { message_id, thread, time_and_subject, subject, text };
std::string_view found_by_words(FoundBy how);

struct Original {
  Outcome outcome = Outcome::absent;
  store::MessageId message = store::kNoMessage;  // the original, or the one that quotes it too
  FoundBy how = FoundBy::text;
  std::string from_address;              // of `message`
  bool searched = true;                  // false: some passages were too common (hunt/lookups.h)
  std::optional<Comparison> comparison;  // where both texts were read
  // Backs the pointers of `comparison`.
  std::shared_ptr<content::Content> content;
};

// The quoting side, read from the evidence.
struct QuotingContent {
  content::Content content;
  const content::Quote* quote = nullptr;  // within `content`
};

Expected<content::Content> read_content(const Context& context, store::MessageId id);

// In order: Message-ID; sender within the claimed time and subject; subject alone; passages of the
// text through the full-text search. At most some ten messages are read.
Expected<Original> find_original(const Context& context, const store::MessageRecord& message,
                                 const Claim& claim, const QuotingContent& quoting);

}  // namespace letterlock::hunt

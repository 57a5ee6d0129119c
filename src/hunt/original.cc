#include "hunt/original.h"

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"

namespace letterlock::hunt {
namespace {

constexpr UnixTime kHour = 3600;
// Blocks that give no zone show the writer's local time: zones go from -12 to +14 hours.
constexpr UnixTime kZoneDoubt = 26 * kHour;
constexpr UnixTime kClockDoubt = kHour / 4;
constexpr UnixTime kQuarter = kHour / 4;
constexpr UnixTime kNoDateReach = 30 * relations::kDay;
constexpr std::size_t kMostRead = 10;
constexpr std::size_t kFewWords = 8;  // shorter quotes cannot be told apart by their text
constexpr double kSameText = 0.5;

// Zones differ by whole quarters of an hour, so a time in an unknown zone still tells the minute.
bool time_agrees(const Claim& claim, UnixTime sent) {
  if (!claim.date || sent < claim.earliest || sent > claim.latest) return false;
  if (claim.date_has_zone) return true;
  const UnixTime quarter = std::llabs(*claim.date - sent) % kQuarter;
  return quarter <= 60 || quarter >= kQuarter - 60;
}

std::string turned_name(std::string_view name) {  // "Cole, Dana" is "Dana Cole"
  const std::size_t comma = name.find(',');
  if (comma == std::string_view::npos) return std::string(name);
  return std::string(trim(name.substr(comma + 1))) + ' ' + std::string(trim(name.substr(0, comma)));
}

std::string address_for(std::string_view address, std::string_view name,
                        const relations::Baseline& baseline) {
  if (!address.empty()) return std::string(address);
  if (const auto known = baseline.address_of_name(name)) return std::string(*known);
  if (const auto known = baseline.address_of_name(turned_name(name))) return std::string(*known);
  return {};
}

class Finder {
 public:
  Finder(const Context& context, const store::MessageRecord& message, const Claim& claim,
         const QuotingContent& quoting)
      : context_(context), message_(message), claim_(claim), quoting_(quoting) {}

  Expected<Original> run() {
    if (auto done = by_message_id(); !done || found_) return answer(std::move(done));
    if (auto done = by_sender_and_time(); !done || found_) return answer(std::move(done));
    if (auto done = by_subject(); !done || found_) return answer(std::move(done));
    if (auto done = by_text(); !done || found_) return answer(std::move(done));
    return answer(by_place_alone());
  }

 private:
  Expected<Original> answer(Expected<void> done) {
    if (!done) return fail(std::move(done));
    best_.searched = searched_;
    return std::move(best_);
  }

  // An original is another message, and no later than what quotes it.
  bool possible(const store::MessageSummary& candidate) const {
    if (candidate.id == message_.id) return false;
    return !candidate.date || !message_.date || *candidate.date <= *message_.date + kHour;
  }

  void accept(store::MessageId id, std::string_view from, FoundBy how) {
    best_.outcome = Outcome::held;
    best_.message = id;
    best_.from_address = from;
    best_.how = how;
    found_ = true;
  }

  // Compares texts; keeps the comparison where it becomes the answer.
  Expected<double> read_and_compare(store::MessageId id, Original& into) {
    ++read_;
    auto content = read_content(context_, id);
    if (!content) return fail(std::move(content));
    into.content = std::make_shared<content::Content>(std::move(*content));
    into.comparison = compare(quoting_.content, *quoting_.quote, *into.content);
    return into.comparison->contained;
  }

  Expected<void> by_message_id() {
    if (claim_.message_id.empty()) return {};
    auto ids = context_.facts.find_message_id(claim_.message_id, kMostRead + 1);
    if (!ids) return fail(std::move(ids));
    std::erase(*ids, message_.id);
    auto summaries = context_.facts.summaries(*ids);
    if (!summaries) return fail(std::move(summaries));
    for (const auto& candidate : *summaries) {
      if (read_ >= kMostRead) break;
      if (auto done = consider(candidate, FoundBy::message_id, true); !done) return done;
      if (found_) break;
    }
    return {};
  }

  // `sure`: it is the original whatever its text says; a differing text is then a difference.
  Expected<void> consider(const store::MessageSummary& candidate, FoundBy how, bool sure) {
    Original attempt;
    auto contained = read_and_compare(candidate.id, attempt);
    if (!contained) return fail(std::move(contained));
    const bool enough_text = attempt.comparison->words >= kFewWords;
    if (!sure && (!enough_text || *contained < kSameText)) return {};
    if (!sure && attempt.comparison->own < kSameText) return note_quotes_too(candidate, attempt);
    if (found_ && *contained <= best_.comparison->contained) return {};
    best_ = std::move(attempt);
    accept(candidate.id, candidate.from_address, how);
    return {};
  }

  Expected<void> by_sender_and_time() {
    if (claim_.from_address.empty()) return {};
    auto listed = context_.facts.messages_from(claim_.from_address, claim_.earliest,
                                               claim_.latest + 1, kMostListed);
    if (!listed) return fail(std::move(listed));
    std::vector<std::pair<int, const store::MessageSummary*>> ranked;
    for (const auto& candidate : *listed) {
      if (!possible(candidate)) continue;
      const bool subject = content::base_subject(candidate.subject) == claim_.base_subject;
      const bool time = candidate.date && time_agrees(claim_, *candidate.date);
      ranked.emplace_back((subject ? 2 : 0) + (time ? 1 : 0), &candidate);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [rank, candidate] : ranked) {
      if (rank == 0 || read_ >= kMostRead / 2 || best_is_whole()) break;
      // A block of few words is taken at its word: sender, subject and time agree.
      const bool sure = rank == 3 && telling_passages(quoting_.quote->text, 1).empty();
      if (auto done = consider(*candidate, FoundBy::time_and_subject, sure); !done) return done;
      if (rank == 3 && !same_place_) same_place_ = *candidate;
    }
    return {};
  }

  bool best_is_whole() const { return found_ && best_.comparison->contained > 0.95; }

  // Nothing has the text, but this sender wrote under this subject at this time: what is quoted is
  // not what was written, as far as an unknown zone lets one say.
  Expected<void> by_place_alone() {
    if (!same_place_ || found_ || best_.outcome != Outcome::absent) return {};
    return consider(*same_place_, FoundBy::time_and_subject, true);
  }

  Expected<void> by_subject() {
    if (claim_.base_subject.size() < 6) return {};
    auto listed = context_.lookups.with_subject(claim_.base_subject);
    if (!listed) return fail(std::move(listed));
    for (const auto& candidate : *listed) {
      if (found_ || read_ >= kMostRead / 2 + 2) break;
      if (!possible(candidate) || is_by_quoting_sender(candidate.from_address)) continue;
      if (!claim_.from_address.empty() && candidate.from_address != claim_.from_address) continue;
      if (candidate.date &&
          (*candidate.date < claim_.earliest || *candidate.date > claim_.latest)) {
        continue;
      }
      if (auto done = consider(candidate, FoundBy::subject, false); !done) return done;
    }
    return {};
  }

  bool is_by_quoting_sender(std::string_view address) const {
    return address == relations::sender_of(message_) && address != claim_.from_address;
  }

  Expected<void> by_text() {
    for (const auto& passage : telling_passages(quoting_.quote->text, 3)) {
      if (found_ || read_ >= kMostRead) break;
      auto hits = context_.lookups.with_passage(passage);
      if (!hits) return fail(std::move(hits));
      if (!*hits) {
        searched_ = false;
        continue;
      }
      // Newest first; the original is the oldest.
      for (auto hit = (*hits)->rbegin(); hit != (*hits)->rend(); ++hit) {
        if (found_ || read_ >= kMostRead) break;
        if (!possible(hit->message) || is_by_quoting_sender(hit->message.from_address)) continue;
        if (auto done = consider(hit->message, FoundBy::text, false); !done) return done;
      }
    }
    return {};
  }

  Expected<void> note_quotes_too(const store::MessageSummary& hit, Original& attempt) {
    if (best_.outcome != Outcome::absent || is_by_quoting_sender(hit.from_address) || !hit.date ||
        !message_.date || *hit.date >= *message_.date) {
      return {};
    }
    best_ = std::move(attempt);
    best_.outcome = Outcome::quoted_elsewhere;
    best_.message = hit.id;
    best_.from_address = hit.from_address;
    return {};
  }

  const Context& context_;
  const store::MessageRecord& message_;
  const Claim& claim_;
  const QuotingContent& quoting_;
  Original best_;
  bool found_ = false, searched_ = true;
  std::size_t read_ = 0;
  std::optional<store::MessageSummary> same_place_;
};

}  // namespace

std::string_view found_by_words(FoundBy how) {
  switch (how) {
    case FoundBy::message_id:
      return "by its Message-ID";
    case FoundBy::thread:
      return "by the thread fields";
    case FoundBy::time_and_subject:
      return "by sender, time and subject";
    case FoundBy::subject:
      return "by its subject and text";
    case FoundBy::text:
      return "by its text";
  }
  return "";
}

Claim claim_of(const store::QuoteFact& quote, const relations::Baseline& baseline,
               const store::MessageRecord& message) {
  Claim claim;
  claim.from_address = address_for(quote.from_address, quote.from_name, baseline);
  claim.from_name = quote.from_name;
  for (std::size_t i = 0; i < std::max(quote.to_addresses.size(), quote.to_names.size()); ++i) {
    auto to = address_for(i < quote.to_addresses.size() ? quote.to_addresses[i] : std::string(),
                          i < quote.to_names.size() ? quote.to_names[i] : std::string(), baseline);
    if (!to.empty()) claim.to_addresses.push_back(std::move(to));
  }
  claim.subject = quote.subject;
  // Attribution lines of replies give no subject; the reply's own is the original's.
  claim.base_subject =
      content::base_subject(quote.subject.empty() ? message.subject : quote.subject);
  claim.message_id = quote.message_id;
  if (relations::is_plausible(quote.date)) {
    claim.date = quote.date;
    claim.date_has_zone = quote.date_has_zone;
    const UnixTime doubt = quote.date_has_zone ? kClockDoubt : kZoneDoubt;
    claim.earliest = *quote.date - doubt;
    claim.latest = *quote.date + doubt;
  } else if (relations::is_plausible(message.date)) {
    claim.earliest = *message.date - kNoDateReach;
    claim.latest = *message.date;
  }
  return claim;
}

Expected<content::Content> read_content(const Context& context, store::MessageId id) {
  auto octets = context.evidence(id);
  if (!octets) return fail(std::move(octets));
  auto message = mime::Message::parse_view(*octets);
  if (!message) return fail(std::move(message));
  return content::extract(*message);
}

Expected<Original> find_original(const Context& context, const store::MessageRecord& message,
                                 const Claim& claim, const QuotingContent& quoting) {
  return Finder(context, message, claim, quoting).run();
}

}  // namespace letterlock::hunt

#include "hunt/same_id.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "hunt/evidence.h"
#include "hunt/scan.h"
#include "relations/baseline.h"

namespace letterlock::hunt {
namespace {

// Of the messages under one Message-ID; programs that give one to several give it to few.
constexpr std::uint64_t kMostAlike = 1'000;

std::set<std::string> urls_of(const store::MessageFacts& message) {
  std::set<std::string> urls;
  for (const store::LinkFact& link : message.links) urls.insert(link.url);
  return urls;
}

std::multiset<std::string> files_of(const store::MessageFacts& message) {
  std::multiset<std::string> files;
  for (const store::PartFact& part : message.parts) {
    if (part.attachment && part.content_hash) files.insert(part.content_hash->hex());
  }
  return files;
}

bool same_words(const store::WritingFact& one, const store::WritingFact& other) {
  return one.words == other.words && one.word_count == other.word_count;
}

std::vector<std::string> differences(const store::MessageFacts& one,
                                     const store::MessageFacts& other) {
  std::vector<std::string> differs;
  const auto compare = [&](bool same, const char* name) {
    if (!same) differs.emplace_back(name);
  };
  compare(relations::sender_of(one.addresses) == relations::sender_of(other.addresses), "sender");
  compare(one.subject == other.subject, "subject");
  compare(one.date == other.date, "date");
  compare(same_words(one.writing, other.writing), "text");
  compare(urls_of(one) == urls_of(other), "links");
  compare(files_of(one) == files_of(other), "attachments");
  return differs;
}

}  // namespace

Expected<SameId> find_same_id(const store::MessageFacts& message, store::FactStore& facts) {
  auto same = facts.find(message.evidence);
  if (!same) return fail(std::move(same));
  if (*same) return SameId{**same, true, {}};
  SameId best;
  if (message.message_id.empty()) return best;
  auto alike = facts.find_message_id(message.message_id, kMostAlike);
  if (!alike) return fail(std::move(alike));
  for (const store::MessageId id : *alike) {
    auto held = facts.message(id);
    if (!held) return fail(std::move(held));
    if (!*held) continue;
    auto differs = differences(message, (*held)->facts);
    if (best.id == store::kNoMessage || differs.size() < best.differs.size()) {
      best = {id, false, std::move(differs)};
    }
  }
  return best;
}

void add_difference(const SameId& held, std::string_view octets, Finding& finding) {
  if (held.differs.empty()) return;
  Reason reason;
  reason.detector = "same_id";
  reason.code = "same_message_id_differs";
  reason.text = fmt::format(
      "The case holds another message under this Message-ID, #{}; they differ in {}. One of them, "
      "or "
      "both, are not as they were sent, or a program gave one Message-ID to two messages.",
      held.id, fmt::join(held.differs, ", "));
  reason.innocent =
      "Mailing lists add footers and tags to a subject, gateways notices; careless programs give "
      "one "
      "Message-ID to several messages.";
  Evidence name = in_field(kGuest, "Message-ID", "the Message-ID that both carry");
  if (Settler(octets).settle(name)) reason.evidence.push_back(std::move(name));
  finding.innocent += (finding.innocent.empty() ? "" : " ") + reason.innocent;
  finding.reasons.push_back(std::move(reason));
  if (finding.verdict == Verdict::consistent) finding.verdict = Verdict::deviates;
}

}  // namespace letterlock::hunt

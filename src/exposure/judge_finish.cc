// From what was noted of each message to its class.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/ascii.h"
#include "exposure/folders.h"
#include "exposure/judge.h"

namespace letterlock::exposure {
namespace {

constexpr std::size_t kPage = 500;
constexpr UnixTime kSentWithin = 600;                    // a sent message's Date and its record
constexpr UnixTime kQuotedWithin = UnixTime{2} * 86400;  // zones, and clocks that lie a little

bool has_word(std::string_view text, const std::vector<std::string>& words) {
  const std::string lower = lower_ascii(text);
  return std::any_of(words.begin(), words.end(),
                     [&](const auto& word) { return lower.find(word) != std::string::npos; });
}

// Of the sync records `times` refers to, oldest first, the first at or after `at`.
template <class Time>
std::optional<std::uint32_t> first_from(std::span<const std::uint32_t> syncs, UnixTime at,
                                        Time time) {
  const auto found =
      std::lower_bound(syncs.begin(), syncs.end(), at,
                       [&](std::uint32_t sync, UnixTime t) { return time(sync) < t; });
  return found == syncs.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

UnixTime Judge::arrived(std::uint32_t row) const {
  return is_absent(row) ? absent_[row - placed_.rows().size()].arrived
                        : placed_.rows()[row].arrived;
}

UnixTime Judge::gone(std::uint32_t row) const {
  return is_absent(row) ? absent_[row - placed_.rows().size()].gone : placed_.gone_at(row);
}

std::vector<std::uint32_t> Judge::rows_of(std::uint32_t mailbox) const {
  const auto [begin, end] = placed_.rows_of(mailbox);
  std::vector<std::uint32_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  for (std::uint32_t i = 0; i < absent_.size(); ++i) {
    if (absent_[i].mailbox == mailbox) {
      rows.push_back(static_cast<std::uint32_t>(placed_.rows().size()) + i);
    }
  }
  return rows;
}

// One folder was recorded; the provider's rule is to take the whole mailbox as copied.
void Judge::apply_sync(
    std::uint32_t row, std::span<const std::uint32_t> any,
    const std::map<std::string, std::vector<std::uint32_t>, std::less<>>& by_folder) {
  const auto time = [&](std::uint32_t sync) { return syncs_[sync].at; };
  const UnixTime since = arrived(row), end = gone(row);
  const auto own = is_absent(row) ? by_folder.end() : by_folder.find(placed_.folder(row));
  if (own != by_folder.end()) {
    const auto sync = first_from(own->second, since, time);
    if (sync && placed_.in_folder(row, own->first, time(*sync)) == InFolder::yes) {
      touch(row, ExposureClass::x3, Basis::folder_synced,
            certainty_of(result_.records[syncs_[*sync].record].context), JoinedBy::nothing,
            syncs_[*sync].record);
      return;
    }
  }
  const auto sync = first_from(any, since, time);
  if (!sync || time(*sync) > end) return;
  const Certainty certainty = since == kEverFrom ? Certainty::possible : Certainty::likely;
  const std::uint32_t record = syncs_[*sync].record;
  touch(row, ExposureClass::x3, Basis::mailbox_synced,
        std::max(certainty, certainty_of(result_.records[record].context)), JoinedBy::nothing,
        record);
}

void Judge::apply_syncs() {
  for (std::uint32_t mailbox = 0; mailbox < result_.mailboxes.size(); ++mailbox) {
    std::vector<std::uint32_t> any;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_folder;
    for (std::uint32_t i = 0; i < syncs_.size(); ++i) {
      if (syncs_[i].mailbox != mailbox) continue;
      any.push_back(i);
      for (const std::string& folder : syncs_[i].folders) by_folder[folder].push_back(i);
    }
    const auto oldest_first = [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(syncs_[a].at, a) < std::pair(syncs_[b].at, b);
    };
    std::sort(any.begin(), any.end(), oldest_first);
    for (auto& [folder, syncs] : by_folder) std::sort(syncs.begin(), syncs.end(), oldest_first);
    if (any.empty()) continue;
    for (const std::uint32_t row : rows_of(mailbox)) apply_sync(row, any, by_folder);
    // A sync that repeats one within the hour is not logged; mail may have come in between.
    for (const std::uint32_t sync : any) {
      const UnixTime at = syncs_[sync].at;
      lost_[mailbox].push_back({Blind::repeated,
                                at,
                                at + 3600,
                                "another sync within the hour would not have been logged",
                                {result_.records[syncs_[sync].record].name}});
    }
  }
}

void Judge::apply_exports() {
  for (const Export& made : exports_) {
    for (const std::uint32_t row : rows_of(made.mailbox)) {
      if (arrived(row) > made.at || gone(row) < made.at) continue;
      touch(row, ExposureClass::x5, Basis::exported, made.certainty, JoinedBy::nothing,
            made.record);
    }
  }
}

void Judge::apply_leaks() {
  for (std::uint32_t row = 0; row < placed_.rows().size(); ++row) {
    if (!placed_.rows()[row].leaked) continue;
    Touch& touch = touches_[row];
    touch.exposure = ExposureClass::x5;
    touch.basis = Basis::leaked_copy;
    touch.certainty = Certainty::certain;
    touch.joined = JoinedBy::message_id;
  }
}

void Judge::apply_forward(const Forward& forward, std::uint32_t row,
                          const store::MessageSummary& message) {
  const Rule& rule = forward.rule;
  if (!rule.senders.empty() && !has_word(message.from_address, rule.senders)) return;
  if (!rule.subject_words.empty() && !has_word(message.subject, rule.subject_words)) return;
  const bool in_subject = has_word(message.subject, rule.subject_or_body_words);
  const bool unknown = rule.other_conditions || !rule.body_words.empty() ||
                       (!rule.subject_or_body_words.empty() && !in_subject);
  touch(row, unknown ? ExposureClass::x2 : ExposureClass::x5,
        unknown ? Basis::perhaps_forwarded : Basis::forwarded_by_rule,
        std::max(Certainty::likely, certainty_of(result_.records[forward.record].context)),
        JoinedBy::nothing, forward.record);
}

Expected<void> Judge::apply_forwards(store::FactStore& facts) {
  for (const Forward& forward : forwards_) {
    std::map<store::MessageId, std::uint32_t> page;
    const auto settle = [&]() -> Expected<void> {
      std::vector<store::MessageId> ids;
      ids.reserve(page.size());
      for (const auto& [id, row] : page) ids.push_back(id);
      auto messages = facts.summaries(ids);
      if (!messages) return fail(std::move(messages));
      for (const auto& message : *messages) apply_forward(forward, page[message.id], message);
      page.clear();
      return {};
    };
    const auto [begin, end] = placed_.rows_of(forward.mailbox);
    for (std::uint32_t row = begin; row < end; ++row) {
      const Row& r = placed_.rows()[row];
      const std::string_view folder = placed_.folder(row);
      const bool incoming = folder != "sent" && folder != "drafts" && folder != "outbox";
      if (!incoming || r.arrived < forward.from || r.arrived >= forward.until) continue;
      page.emplace(r.message, row);
      if (page.size() < kPage) continue;
      if (auto done = settle(); !done) return done;
    }
    if (auto done = settle(); !done) return done;
  }
  return {};
}

// The message in the case that a record of sending names.
Expected<void> Judge::join_deed(store::FactStore& facts, Deed& deed) {
  if (!deed.message_id.empty()) {
    auto found = facts.find_message_id(deed.message_id, 1);
    if (!found) return fail(std::move(found));
    if (!found->empty()) deed.message = found->front();
    return {};
  }
  const auto mailbox = mailbox_index(deed.account);
  if (!mailbox) return {};
  const auto rows =
      placed_.by_subject(*mailbox, deed.subject, deed.at - kSentWithin, deed.at + kSentWithin);
  if (rows.empty()) return {};
  deed.message = placed_.rows()[rows.front()].message;
  deed.joined_by_subject = true;
  return {};
}

// What a message sent in a context carried on from the mailbox.
Expected<void> Judge::forwarded_originals(store::FactStore& facts, const Deed& deed) {
  const auto mailbox = mailbox_index(deed.account);
  const auto record = record_ids_.find(deed.record);
  if (!mailbox || record == record_ids_.end()) return {};
  auto stored = facts.message(deed.message);
  if (!stored) return fail(std::move(stored));
  if (!*stored) return {};
  const store::MessageFacts& sent = (*stored)->facts;
  const Certainty certainty = certainty_of(deed.context);
  const auto take = [&](std::uint32_t row, JoinedBy joined) {
    if (placed_.rows()[row].message == deed.message) return;
    touch(row, ExposureClass::x5, Basis::sent_on, certainty, joined, record->second);
  };
  std::vector<std::string> ids;
  for (const auto& quote : sent.quotes) {
    if (quote.kind != 0 && !quote.message_id.empty()) ids.push_back(quote.message_id);
    if (quote.kind == 0 || !quote.date || quote.subject.empty()) continue;
    for (const std::uint32_t row :
         placed_.by_subject(*mailbox, quote.subject, *quote.date - kQuotedWithin + 1,
                            *quote.date + kQuotedWithin - 1)) {
      take(row, JoinedBy::subject_size_time);
    }
  }
  if (sent.claims_forward) {
    ids.insert(ids.end(), sent.in_reply_to.begin(), sent.in_reply_to.end());
    if (!sent.references.empty()) ids.push_back(sent.references.back());
  }
  for (const std::string& id : ids) {
    for (const std::uint32_t row : placed_.by_id(*mailbox, id)) take(row, JoinedBy::message_id);
  }
  return {};
}

Expected<void> Judge::apply_sent_on(store::FactStore& facts) {
  for (auto* list : {&result_.activity.sent, &result_.activity.deleted}) {
    for (Deed& deed : *list) {
      if (auto done = join_deed(facts, deed); !done) return done;
    }
  }
  for (const Deed& deed : result_.activity.sent) {
    if (deed.message == store::kNoMessage || deed.failed) continue;
    if (auto done = forwarded_originals(facts, deed); !done) return done;
  }
  return {};
}

// A message that this mailbox no longer holds may lie in another one, with its date.
Expected<void> Judge::find_elsewhere(store::FactStore& facts) {
  for (std::size_t i = 0; i < absent_.size(); ++i) {
    NotHeld& named = result_.not_held[i];
    if (named.message_id.empty()) continue;
    auto found = facts.find_message_id(named.message_id, 1);
    if (!found) return fail(std::move(found));
    if (found->empty()) continue;
    named.elsewhere = found->front();
    if (absent_[i].arrived != kEverFrom) continue;
    auto summaries = facts.summaries(std::span(&named.elsewhere, 1));
    if (!summaries) return fail(std::move(summaries));
    if (!summaries->empty() && summaries->front().date) {
      absent_[i].arrived = std::min(*summaries->front().date, absent_[i].first_seen);
    }
  }
  return {};
}

bool Judge::outside_folders(const ReachedMailbox& mailbox, std::uint32_t row) const {
  if (mailbox.folders.empty() || is_absent(row)) return false;
  return std::none_of(mailbox.folders.begin(), mailbox.folders.end(), [&](const auto& folder) {
    const UnixTime entry = std::max(mailbox.entry, placed_.rows()[row].arrived);
    return placed_.in_folder(row, folder_key(folder), entry) != InFolder::no;
  });
}

// How certain it is that the mailbox was open to the intruder at all.
Certainty Judge::certainty_of_reach(const ReachedMailbox& mailbox) const {
  Certainty best = Certainty::possible;
  for (const std::uint32_t context : mailbox.contexts) best = std::min(best, certainty_of(context));
  return best;
}

MessageExposure Judge::base_class(std::uint32_t index, std::uint32_t row) const {
  const ReachedMailbox& mailbox = result_.mailboxes[index];
  MessageExposure made;
  made.mailbox = index;
  if (is_absent(row)) {
    made.named = static_cast<std::uint32_t>(row - placed_.rows().size());
  } else {
    made.message = placed_.rows()[row].message;
  }
  const UnixTime until = mailbox.eviction.value_or(kEverUntil);
  const UnixTime since = arrived(row), end = gone(row);
  if (since >= until) {
    made.basis = Basis::arrived_after;
  } else if (end < mailbox.entry) {
    made.basis = Basis::gone_before;
  } else if (outside_folders(mailbox, row)) {
    made.basis = Basis::outside_folder;
  } else {
    made.blind = mailbox.coverage.blind(std::max(since, mailbox.entry), std::min(end, until - 1));
    made.exposure = made.blind != 0 ? ExposureClass::x2 : ExposureClass::x1;
    if (made.blind != 0) made.certainty = certainty_of_reach(mailbox);
    made.basis = made.blind != 0 ? Basis::blind : Basis::no_record;
  }
  return made;
}

void Judge::judge_row(std::uint32_t mailbox, std::uint32_t row) {
  MessageExposure made = base_class(mailbox, row);
  const auto found = touches_.find(row);
  if (found != touches_.end() && found->second.exposure >= made.exposure) {
    const Touch& touch = found->second;
    made.exposure = touch.exposure;
    made.basis = touch.basis;
    made.certainty = touch.certainty;
    made.joined = touch.joined;
    made.first_record = static_cast<std::uint32_t>(result_.record_lists.size());
    made.records = static_cast<std::uint32_t>(touch.records.size());
    result_.record_lists.insert(result_.record_lists.end(), touch.records.begin(),
                                touch.records.end());
  }
  // Of a proposed answer not even the mailbox's having been open is established.
  if (result_.proposed) made.certainty = std::max(made.certainty, Certainty::likely);
  const auto level = static_cast<std::size_t>(made.exposure);
  ++result_.classes[level];
  if (is_absent(row)) {
    ++result_.mailboxes[mailbox].not_held;
  } else {
    ++result_.mailboxes[mailbox].classes[level];
  }
  result_.messages.push_back(made);
}

Expected<void> Judge::finish(store::FactStore& facts, const ExposureOptions&) {
  for (std::uint32_t i = 0; i < result_.records.size(); ++i) {
    record_ids_.try_emplace(result_.records[i].name, i);
  }
  if (auto found = find_elsewhere(facts); !found) return found;
  apply_syncs();
  apply_exports();
  if (auto done = apply_forwards(facts); !done) return done;
  if (auto done = apply_sent_on(facts); !done) return done;
  apply_leaks();
  for (std::uint32_t mailbox = 0; mailbox < result_.mailboxes.size(); ++mailbox) {
    auto& spans = result_.mailboxes[mailbox].coverage.spans;
    spans.insert(spans.end(), lost_[mailbox].begin(), lost_[mailbox].end());
    std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) {
      return std::tie(a.from, a.reason, a.until, a.detail) <
             std::tie(b.from, b.reason, b.until, b.detail);
    });
  }
  result_.messages.reserve(placed_.rows().size() + absent_.size());
  for (std::uint32_t mailbox = 0; mailbox < result_.mailboxes.size(); ++mailbox) {
    for (const std::uint32_t row : rows_of(mailbox)) judge_row(mailbox, row);
  }
  std::stable_sort(result_.messages.begin(), result_.messages.end(),
                   [](const auto& a, const auto& b) { return a.exposure > b.exposure; });
  return {};
}

}  // namespace letterlock::exposure

// For tests: a mailbox in a real fact store, a log in memory, and what exposure makes of them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "casefile/test_place.h"
#include "exposure/exposure.h"

namespace letterlock::exposure {

inline constexpr UnixTime kMonday = 1'717'372'800;  // 2024-06-03T00:00:00Z
inline constexpr UnixTime kOneHour = 3600;
inline constexpr UnixTime kOneDay = 86'400;
inline constexpr const char* kAda = "ada@meridian.example";
inline constexpr const char* kOffice = "198.51.100.10";
inline constexpr const char* kIntruder = "203.0.113.77";

inline IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

// A log that is read from memory.
class MemoryEvents final : public store::EventStore {
 public:
  std::vector<store::Event> all;
  std::vector<store::LogFile> log_files;

  Expected<void> begin_load() override { return {}; }
  Expected<void> end_load(Progress&) override { return {}; }
  Expected<store::LogFileId> put_file(const store::LogFile& file) override {
    log_files.push_back(file);
    return static_cast<store::LogFileId>(log_files.size());
  }
  Expected<Added> add(store::LogFileId, std::span<const store::LoggedRecord>) override {
    return fail(ErrorCode::internal, "events are put into `all`");
  }
  Expected<store::EventCounts> counts() override {
    store::EventCounts counts;
    counts.events = all.size();
    return counts;
  }
  Expected<std::vector<store::LogFile>> files() override { return log_files; }
  Expected<std::vector<store::AccountEvents>> accounts() override {
    return std::vector<store::AccountEvents>();
  }
  Expected<void> scan(const store::EventFilter& filter, store::EventOrder,
                      const std::function<bool(const store::Event&)>& visit) override {
    std::vector<const store::Event*> sorted;
    for (const auto& event : all) {
      if (passes(filter, event)) sorted.push_back(&event);
    }
    const auto key = [](const store::Event* event) {
      const auto time = event->time.value_or(store::TimeSpan{INT64_MAX, INT64_MAX});
      return std::tuple(time.from, time.until, event->place.record, event->place.part);
    };
    std::sort(sorted.begin(), sorted.end(),
              [&](const auto* a, const auto* b) { return key(a) < key(b); });
    for (const auto* event : sorted) {
      if (!visit(*event)) break;
    }
    return {};
  }
  Expected<std::uint64_t> count(const store::EventFilter&) override { return all.size(); }
  Expected<std::optional<store::Event>> event(store::EventId id) override {
    for (const auto& each : all) {
      if (each.id == id) return std::optional(each);
    }
    return std::optional<store::Event>();
  }
  Expected<std::optional<std::string>> record(const Sha256&) override {
    return std::optional<std::string>();
  }
  Expected<Sha256> running_digest() override { return Sha256{}; }
  Expected<Sha256> digest() override { return Sha256{}; }

 private:
  static bool passes(const store::EventFilter& filter, const store::Event& event) {
    if (!event.time && !filter.undated) return false;
    if (filter.accounts.empty()) return true;
    return std::any_of(filter.accounts.begin(), filter.accounts.end(), [&](const auto& account) {
      return account == event.actor || account == event.mailbox;
    });
  }
};

// What a case needs to be asked: Ada's mailbox, her days at the office, and an intruder.
class Incident {
 public:
  Incident() {
    auto opened = store::open_sqlite(place_ / "facts.sqlite", true);
    EXPECT_TRUE(opened) << opened.error().message;
    facts_ = std::move(*opened);
  }

  MemoryEvents log;

  // A message in Ada's mailbox. `id` without angle brackets.
  store::MessageFacts& hold(const std::string& id, UnixTime arrived,
                            const std::string& folder = "Inbox",
                            const std::string& mailbox = kAda) {
    store::MessageFacts facts;
    facts.evidence = sha256(id + mailbox);
    facts.size = 4000;
    facts.location = {1, batch_.messages.size() * 100};
    facts.message_id = id;
    facts.subject = "About " + id;
    facts.date = facts.received = arrived;
    facts.addresses = {{store::AddressRole::from, "ben@partner.example", "Ben", {0, 5}},
                       {store::AddressRole::to, mailbox, "", {6, 5}}};
    store::PlacementFact place;
    place.evidence = facts.evidence;
    place.mailbox = mailbox;
    place.folder = folder;
    place.source = mailbox + "/" + folder;
    place.offset = batch_.messages.size() * 10;
    place.internal_date = arrived;
    batch_.messages.push_back(std::move(facts));
    batch_.placements.push_back(std::move(place));
    return batch_.messages.back();
  }

  // An event of Ada's account by whoever sits at `address`.
  store::Event event(store::Act act, UnixTime at, const char* address = kIntruder) {
    store::Event made;
    made.provider = store::Provider::microsoft_365;
    made.act = act;
    made.operation = std::string(store::act_name(act));
    made.record_id = "r" + std::to_string(++records_);
    made.place.record = sha256(made.record_id);
    made.id = static_cast<store::EventId>(records_);
    made.time = store::TimeSpan{at, at};
    made.actor = kAda;
    made.from.ip = ip(address);
    made.logon = store::LogonType::owner;
    made.outcome = store::Outcome::succeeded;
    made.organization = "meridian.example";
    const bool signs_in = act == store::Act::sign_in || act == store::Act::sign_in_failed;
    if (!signs_in) made.mailbox = kAda;
    return made;
  }
  store::Event& put(store::Event made) {
    log.all.push_back(std::move(made));
    return log.all.back();
  }
  store::Event& read(const std::string& id, UnixTime at, const char* address = kIntruder,
                     const std::string& folder = "\\Inbox") {
    store::Event made = event(store::Act::mail_read, at, address);
    made.operation = "MailItemsAccessed";
    made.time = store::TimeSpan{at - 120, at};
    store::NamedMessage named;
    named.message_id = id;
    named.folder = folder;
    made.messages.push_back(named);
    made.folders.push_back({folder, ""});
    return put(std::move(made));
  }
  store::Event& sync(const std::string& folder, UnixTime at, const char* address = kIntruder) {
    store::Event made = event(store::Act::mail_synced, at, address);
    made.operation = "MailItemsAccessed";
    made.folders.push_back({folder, ""});
    return put(std::move(made));
  }
  // Ada reads a message of her own in every hour of `days` days, so that the log has a rhythm.
  void office_days(UnixTime from, int days) {
    for (UnixTime at = from + 600; at < from + days * kOneDay; at += kOneHour) {
      read("own-" + std::to_string(at), at, kOffice).client = "Client=OWA;office";
    }
  }
  store::Event& password_reset(UnixTime at) {
    store::Event made = event(store::Act::password_changed, at, kOffice);
    made.actor = "admin@meridian.example";
    made.mailbox.clear();
    made.target = kAda;
    return put(std::move(made));
  }

  store::FactStore& facts() {
    if (!batch_.messages.empty()) {
      SilentProgress silent;
      EXPECT_TRUE(facts_->begin_load());
      auto added = facts_->add(batch_);
      EXPECT_TRUE(added) << added.error().message;
      EXPECT_TRUE(facts_->end_load(silent));
      batch_ = {};
    }
    return *facts_;
  }
  static ExposureOptions from_address(const char* address = kIntruder) {
    ExposureOptions options;
    options.seeds = {*make_seed(Seed::Kind::address, address)};
    return options;
  }
  ExposureResult result(const ExposureOptions& options = from_address()) {
    SilentProgress silent;
    auto made = expose(facts(), log, options, silent);
    EXPECT_TRUE(made) << made.error().message;
    return made ? std::move(*made) : ExposureResult{};
  }
  // Message-ID -> "X4"; of all that are listed, or of those the case holds.
  std::map<std::string, std::string> classes(const ExposureResult& result, bool held_only = true) {
    std::map<std::string, std::string> classes;
    EXPECT_TRUE(each_message(result, facts(), [&](const ExposedMessage& message) {
      if (!held_only || message.held) {
        classes[message.message_id] = class_name(message.exposure->exposure);
      }
      return true;
    }));
    return classes;
  }
  ExposedMessage described(const ExposureResult& result, const std::string& id) {
    ExposedMessage found;
    EXPECT_TRUE(each_message(result, facts(), [&](const ExposedMessage& message) {
      if (message.message_id == id) found = message;
      return message.message_id != id;
    }));
    return found;
  }

 private:
  TestDirectory place_;
  std::unique_ptr<store::FactStore> facts_;
  store::FactBatch batch_;
  int records_ = 0;
};

inline const BlindSpan* find_span(const Coverage& coverage, Blind reason) {
  for (const BlindSpan& span : coverage.spans) {
    if (span.reason == reason) return &span;
  }
  return nullptr;
}

}  // namespace letterlock::exposure

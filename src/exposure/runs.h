// Who was there, how and when: the events boiled down to runs, one a way of access and stretch of
// time without a long silence. What grows into an intruder's contexts are runs.
//
// Ten million events become some hundred thousand runs; memory grows with these.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/attributes.h"
#include "base/ip_address.h"
#include "relations/interned.h"
#include "store/event.h"

namespace letterlock::exposure {

using NameId = std::uint32_t;  // of Runs::names(); 0 is ""
using WayId = std::uint32_t;
using RunId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

// The key by which a provider starts a new record, without the folder, and the application.
struct WayKey {
  NameId actor = 0, mailbox = 0, address = 0, client = 0, user_agent = 0, app = 0, session = 0;
  store::LogonType logon = store::LogonType::unknown;
  bool operator==(const WayKey&) const = default;
};

struct Way {
  WayKey key;
  NameId country = 0;
  std::optional<std::uint32_t> as_number;
  RunId last_run = kNone;
};

struct Run {
  WayId way = 0;
  std::uint32_t events = 0;
  UnixTime first = 0, last = 0;
  bool let_in = false;       // at least one record that is no failure
  std::uint32_t failed = 0;  // records of failures; SameSignIns tells which repeat another
  UnixTime first_in = 0, last_in = 0;  // of the records that are no failures; where let_in
};

// Where an event came from, as the log writes it if it is no address; "" where the log has none.
std::string address_of(const store::Event& event);

// An attempt that came to nothing.
bool is_failure(const store::Event& event);

// The mailbox that an event is about: as named, else the actor's own where the act is on mail.
// A view into `event`.
std::string_view mailbox_of(const store::Event& event);

class Runs {
 public:
  Runs();

  // REQUIRES: `event` has a time, and was given in EventStore's order.
  RunId add(const store::Event& event);

  std::span<const Run> runs() const LL_LIFETIME_BOUND { return runs_; }
  const Way& way(WayId id) const LL_LIFETIME_BOUND { return ways_[id]; }
  std::size_t ways() const { return ways_.size(); }
  std::string_view name(NameId id) const LL_LIFETIME_BOUND { return names_.text(id); }
  std::optional<NameId> find_name(std::string_view text) const { return names_.find(text); }

  // The run that an event given before belongs to.
  std::optional<RunId> run_of(const store::Event& event) const;

  // (token, run), each pair once; by token, then run.
  struct TokenUse {
    NameId token = 0;
    RunId run = 0;
    auto operator<=>(const TokenUse&) const = default;
  };
  std::vector<TokenUse> token_uses() const;

  // A silence that ends a run.
  static constexpr UnixTime kSilence = 3600;

 private:
  struct KeyHash {
    std::size_t operator()(const WayKey& key) const;
  };
  void note_token(NameId token, RunId run);
  WayKey key_of(const store::Event& event);
  std::optional<WayKey> known_key_of(const store::Event& event) const;

  relations::Interned names_;
  std::unordered_map<WayKey, WayId, KeyHash> ids_;
  std::vector<Way> ways_;
  std::vector<Run> runs_;
  std::vector<std::vector<RunId>> runs_of_way_;
  std::vector<TokenUse> tokens_;
  std::size_t distinct_tokens_ = 0;
};

}  // namespace letterlock::exposure

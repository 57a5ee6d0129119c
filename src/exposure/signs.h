// Proposes where to begin: the signs of a takeover in the logs, gathered by where they came from.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exposure/seed.h"
#include "store/event.h"

namespace letterlock::exposure {

class Signs {
 public:
  // REQUIRES: `event` has a time, and comes in EventStore's order.
  // `again`: the second record of a sign-in that another log has too.
  void add(const store::Event& event, bool again = false);
  // Strongest first; at most 50.
  std::vector<Proposal> proposals() const;

 private:
  // What one account was seen with so far.
  struct Account {
    std::optional<UnixTime> first;
    std::map<std::string, UnixTime, std::less<>> networks;  // -> first seen
    std::map<std::string, UnixTime, std::less<>> countries;
    std::deque<UnixTime> failures;                                           // of the last hours
    std::map<std::string, std::deque<UnixTime>, std::less<>> failures_from;  // by address
    UnixTime last_sign_in = 0;
    std::string last_country, last_address;
  };
  struct Source {
    std::set<std::string> accounts;
    std::map<std::string, Sign> signs;  // by code
    UnixTime first = 0, last = 0;
    std::string session;
  };
  struct Origin {
    std::string address, network, country;
  };

  void sign(const store::Event& event, std::string_view code, int weight, std::string text);
  void look_at_place(const store::Event& event, Account& account);
  void look_at_failures(const store::Event& event, Account& account);
  void look_at_travel(const store::Event& event, Account& account);
  void look_at_token(const store::Event& event, std::string_view kind, std::string_view value);
  void look_at_client(const store::Event& event);
  void look_at_orders(const store::Event& event);
  void look_at_rule(const store::Event& event);
  void look_at_consent(const store::Event& event);
  bool is_new_place(const store::Event& event) const;

  std::map<std::string, Account, std::less<>> accounts_;
  std::map<std::string, Source, std::less<>> sources_;  // by address, or "session:", "account:"
  std::unordered_map<std::string, Origin> issued_;      // token or session -> where first seen
  std::map<std::string, std::set<std::string>, std::less<>> users_of_address_;
};

// The network that an address is in as far as the log tells: its autonomous system, else the
// address's /16 (IPv4) or /32 (IPv6); "" where there is no address.
std::string network_of(const store::Endpoint& from);

// An application that intruders are known to use; its name, or "".
std::string_view known_tool(std::string_view app_id);

}  // namespace letterlock::exposure

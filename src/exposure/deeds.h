// Gathers what was done in the contexts, the persistence left behind, and the timeline.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "exposure/activity.h"
#include "exposure/rules.h"
#include "exposure/same_sign_in.h"
#include "store/event.h"

namespace letterlock::exposure {

struct AccessContext;

class Deeds {
 public:
  // `contexts`: whose addresses tell which deeds lie beside the intruder's.
  Deeds(Activity& activity, std::span<const AccessContext> contexts);

  // `context`: kNone where the event is none of the intruder's.
  void add(const store::Event& event, std::uint32_t context);
  void finish();

 private:
  void note_deeds(const store::Event& event, std::uint32_t context);
  void note_persistence(const store::Event& event, std::uint32_t context);
  void note_timeline(const store::Event& event, std::uint32_t context);
  void set(const store::Event& event, std::string kind, std::string name, std::string what,
           bool by_intruder);
  void removed(const store::Event& event, std::string_view kind, const std::string& name);
  void put(std::vector<Deed>& list, const store::Event& event, std::uint32_t context,
           const store::NamedMessage* message, std::string what);

  std::optional<std::uint32_t> same_address(const store::Event& event) const;
  bool note_again(const store::Event& event);

  Activity& activity_;
  std::map<std::string, std::uint32_t> addresses_;  // -> the first context of each that got in
  // Kind, account and name in lower case -> the last of these in activity_.persistence.
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> set_;
  SameSignIn same_;
  std::vector<std::uint32_t> line_of_sign_in_;  // into activity_.timeline, by SameSignIn::Handle
};

// The event in one sentence, without who and where: "read 3 messages in \Inbox". Untrusted parts
// are as logged: print them through a door that escapes.
std::string sentence(const store::Event& event);
// Of it, what is said of consents, second factors, rights and other orders; "" for other acts.
std::string order_sentence(const store::Event& event);
// "AuditEnabled = False; ...", without the fields that say nothing to a reader.
std::string parameters_in_words(const store::Event& event);
// As these sentences quote a name.
std::string in_quotes(std::string_view text);

}  // namespace letterlock::exposure

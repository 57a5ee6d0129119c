// Gathers what was done in the contexts, the persistence left behind, and the timeline.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "exposure/activity.h"
#include "exposure/rules.h"
#include "store/event.h"

namespace letterlock::exposure {

class Deeds {
 public:
  explicit Deeds(Activity& activity) : activity_(activity) {}

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

  Activity& activity_;
};

// The event in one sentence, without who and where: "read 3 messages in \Inbox". Untrusted parts
// are as logged: print them through a door that escapes.
std::string sentence(const store::Event& event);

}  // namespace letterlock::exposure

// What happens, before anybody writes a word of it: who writes to whom, when, about what, in answer
// to which message. The plan is complete before the first message is written, so that the number
// of messages is exact and every thread knows its end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "demo/message.h"
#include "demo/people.h"
#include "demo/random.h"
#include "demo/writing.h"

namespace letterlock::demo {

enum class Kind { ordinary, scene, newsletter, calendar, scanner, bounce, receipt, malformed };

struct Thread {
  std::size_t matter = 0;
  Words words;
  std::string subject;
  bool whole_staff = false;  // goes to the list
};

// A message whose wording the story fixes.
struct Scene {
  std::string key;  // "lure", "lure reply", ...
  std::string subject;
  std::vector<std::string> paragraphs;
  std::string to_name;
  std::string link;
  std::string link_text;
  Client client = Client::none;  // none: the sender's usual one
  const Zone* zone = nullptr;
  const char* address = nullptr;       // network, unless the usual one
  bool intruder = false;               // written by the intruder in the sender's account
  bool sender_copy_removed = false;    // by the intruder, from the sender's mailbox
  bool receiver_copy_removed = false;  // by the intruder, from the receiver's mailbox
  bool own_words = true;               // greeting and signature of the sender
  std::vector<std::string> attach;     // titles of documents, newest version
  std::vector<std::size_t> keeps;  // of a forward: paragraphs of the original it keeps, if not all
  bool has_invented_original = false;  // carries invented_original()
  bool outside_original = false;       // carries a message between outsiders
  std::string forwards;                // key of the scene that it forwards
};

struct Plan {
  Kind kind = Kind::ordinary;
  UnixTime time = 0;
  int sender = 0;
  std::vector<int> to, cc;
  int parent = -1;  // index of a plan with an earlier time
  int thread = -1;
  int scene = -1;
  Relation relation = Relation::fresh;
  bool last = false;
  bool on_the_phone = false;
  int document = -1;
  unsigned version = 0;
  unsigned number = 0;   // of a newsletter's issue and the like
  unsigned answers = 0;  // messages that carry this one along
};

struct Document {
  std::string title;
  std::string topic;
  std::string extension;  // "docx", "pdf", "txt"
  int author = 0;
  UnixTime created = 0;
  unsigned versions = 0;
};

struct Story {
  Cast cast;
  std::uint64_t seed = 1;
  std::vector<Plan> plans;  // in order of time
  std::vector<Thread> threads;
  std::vector<Scene> scenes;
  std::vector<Document> documents;
};

// REQUIRES: messages >= kFewestMessages.
inline constexpr std::size_t kFewestMessages = 300;
Story plan_story(std::uint64_t seed, std::size_t messages);

// Parts of plan_story(); each adds to `story`.
void add_scenes(Story& story);
void add_robots(Story& story, std::size_t messages);
void add_threads(Story& story, std::size_t messages);

// The message that the fake forward claims to carry. Nobody ever wrote it.
Quoted invented_original(const Cast& cast);
// A message between two outsiders, carried by an honest forward.
Quoted outside_original(const Cast& cast);

// The moment `person` gets to answer what reached them at `time`, or 0 where they never do.
UnixTime answer_time(const Person& person, UnixTime time, Random& random);
// A moment of work on a given day.
UnixTime work_time(const Person& person, std::int64_t day, Random& random);

struct Incident {
  UnixTime adviser_taken, adviser_until;  // the adviser's account in foreign hands
  UnixTime strategist_taken, strategist_until;
  UnixTime leaked;
};
Incident incident_times();

}  // namespace letterlock::demo

// Mail that no person wrote: newsletters, invitations, the scanner, bounces, receipts, and a few
// messages that are broken.
#include <algorithm>

#include "demo/story.h"

namespace letterlock::demo {
namespace {

constexpr UnixTime kWeek = 7 * 86400;

struct Letter {
  const char* local;
  int weekday;  // days after a Monday
  int hour;     // UTC
  unsigned readers;
};
constexpr Letter kLetters[] = {{"weekly", 3, 11, 6}, {"hello", 1, 15, 4}, {"brief", 0, 10, 7}};

std::vector<int> staff(const Cast& cast) {
  std::vector<int> ids;
  for (const Person& person : cast.people) {
    if (person.is_staff() && person.client != Client::robot) ids.push_back(person.id);
  }
  return ids;
}

void send_robot(Story& story, Kind kind, int from, int to, UnixTime time, unsigned number,
                int parent = -1) {
  const Person& reader = story.cast.people[static_cast<std::size_t>(to)];
  if (!reader.works_at(time) || time >= story_ends()) return;
  Plan plan;
  plan.kind = kind;
  plan.time = time;
  plan.sender = from;
  plan.to = {to};
  plan.number = number;
  plan.parent = parent;
  story.plans.push_back(std::move(plan));
}

void add_newsletters(Story& story, std::size_t room, Random& random) {
  const std::vector<int> people = staff(story.cast);
  const UnixTime monday = from_local(2025, 6, 2, 0, 0, kUtc);
  const std::size_t weeks = static_cast<std::size_t>((story_ends() - monday) / kWeek);
  // One message for each reader of each issue; fewer readers in a smaller story.
  unsigned readers_of_all = 0;
  for (const Letter& letter : kLetters) readers_of_all += letter.readers;
  const std::size_t limit = story.plans.size() + room;
  for (const Letter& letter : kLetters) {
    std::vector<int> readers = people;
    random.shuffle(readers);
    const std::size_t wanted = std::max<std::size_t>(
        1, std::min<std::size_t>(readers.size(), room * letter.readers / (readers_of_all * weeks)));
    readers.resize(wanted);
    for (std::size_t week = 0; week < weeks; ++week) {
      const UnixTime time = monday + static_cast<UnixTime>(week) * kWeek + letter.weekday * 86400 +
                            letter.hour * 3600 + random.between(0, 900);
      for (int reader : readers) {
        if (story.plans.size() >= limit) return;
        send_robot(story, Kind::newsletter, story.cast.by_local(letter.local).id, reader,
                   time + random.between(0, 400), static_cast<unsigned>(week + 1));
      }
    }
  }
}

void add_many(Story& story, Kind kind, std::string_view from, std::size_t count, Random& random) {
  const std::vector<int> people = staff(story.cast);
  for (std::size_t i = 0; i < count; ++i) {
    const Person& reader = story.cast.people[static_cast<std::size_t>(random.pick(people))];
    const std::int64_t day = random.between(story_begins() / 86400 + 1, story_ends() / 86400 - 2);
    send_robot(story, kind, story.cast.by_local(from).id, reader.id, work_time(reader, day, random),
               static_cast<unsigned>(i));
  }
}

// A message to an address that does not exist comes back.
void add_bounces(Story& story, std::size_t count, Random& random) {
  const std::vector<int> people = staff(story.cast);
  for (std::size_t i = 0; i < count; ++i) {
    const Person& writer = story.cast.people[static_cast<std::size_t>(random.pick(people))];
    const std::int64_t day = random.between(story_begins() / 86400 + 1, story_ends() / 86400 - 2);
    send_robot(story, Kind::bounce, story.cast.by_local("mailer-daemon").id, writer.id,
               work_time(writer, day, random), static_cast<unsigned>(i));
  }
}

// Read receipts answer the first messages of the scenes' kind: here, those of the law firm's
// partner.
void add_receipts(Story& story, std::size_t count, Random& random) {
  const int lyle = story.cast.by_local("elyle").id;
  const int priya = story.cast.by_local("priya.nair").id;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t day = random.between(story_begins() / 86400 + 1, story_ends() / 86400 - 2);
    send_robot(story, Kind::receipt, lyle, priya,
               work_time(story.cast.people[static_cast<std::size_t>(lyle)], day, random),
               static_cast<unsigned>(i));
  }
}

}  // namespace

void add_robots(Story& story, std::size_t messages) {
  Random random(story.seed, "robots");
  add_many(story, Kind::malformed, "scanner-2f", 10, random);
  add_bounces(story, std::max<std::size_t>(2, messages / 800), random);
  add_receipts(story, std::max<std::size_t>(2, messages / 2500), random);
  add_many(story, Kind::calendar, "calendar-notification", messages * 3 / 100, random);
  add_many(story, Kind::scanner, "scanner-2f", messages / 100, random);
  add_newsletters(story, messages * 10 / 100, random);
}

}  // namespace letterlock::demo

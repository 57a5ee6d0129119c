// Ordinary correspondence: threads, their people, their pace.
#include <algorithm>
#include <numeric>
#include <span>

#include "base/attributes.h"
#include "demo/circles.h"
#include "demo/story.h"

namespace letterlock::demo {
namespace {

constexpr unsigned kThreadLengths[] = {0, 30, 25, 16, 10, 7, 4, 3, 2, 1, 1, 1};

// The former adviser trails off after the contract's end, then falls silent.
bool can_write(const Person& person, UnixTime time, Random& random) {
  if (const Change* change = person.change_at(time); change && change->is_away) return false;
  if (person.local == "margaret" && person.until != 0 && time >= person.until) {
    return time < from_local(2025, 11, 12, 0, 0, kUtc) && random.chance(350);
  }
  return person.works_at(time);
}

struct ThreadMaker {
  Story& story;
  Random random;
  std::vector<std::int64_t> days;  // more of them towards the vote

  explicit ThreadMaker(Story& s) : story(s), random(s.seed, "threads") {
    const std::int64_t first = story_begins() / kDay;
    const std::int64_t last = story_ends() / kDay;
    for (std::int64_t day = first; day < last; ++day) {
      const int weekday = static_cast<int>((day + 4) % 7);
      const bool weekend = weekday == 0 || weekday == 6;
      const LocalTime date = local_time(day * kDay, kUtc);
      const bool holidays =
          (date.month == 12 && date.day > 22) || (date.month == 1 && date.day < 3);
      std::int64_t weight = weekend ? 1 : 14 + 14 * (day - first) / (last - first);
      if (holidays) weight = 1;
      days.insert(days.end(), static_cast<std::size_t>(weight), day);
    }
  }

  const Person* draw_starter(UnixTime noon) {
    std::vector<unsigned> weights;
    for (const Person& person : story.cast.people) {
      weights.push_back(person.activity > 0 && can_write(person, noon, random) ? person.activity
                                                                               : 0);
    }
    return &story.cast.people[random.weighted(weights)];
  }

  // Nobody is written to before they come or after they have left.
  const Person* draw_recipient(const Person& from, UnixTime time, const std::vector<int>& taken,
                               Language language) {
    std::vector<unsigned> weights;
    unsigned total = 0;
    for (const Person& person : story.cast.people) {
      const bool known = std::find(taken.begin(), taken.end(), person.id) != taken.end();
      const bool speaks = language == Language::english || person.language == language;
      const bool former = person.local == "margaret" && !person.works_at(time);
      const bool here = person.works_at(time) && person.activity > 0;
      weights.push_back(known || !speaks || !here || former ? 0 : closeness(from, person));
      total += weights.back();
    }
    return total == 0 ? nullptr : &story.cast.people[random.weighted(weights)];
  }

  int attach_document(const Matter& matter, Thread& thread, const Person& author, UnixTime time,
                      unsigned& version) {
    const std::string title = expand(random.pick(matter.documents), author, thread.words, random);
    auto found = std::find_if(story.documents.begin(), story.documents.end(),
                              [&](const Document& d) { return d.title == title; });
    if (found == story.documents.end()) {
      constexpr const char* kExtensions[] = {"docx", "docx", "pdf", "pdf", "txt"};
      story.documents.push_back(
          {title, matter.topic, random.pick(kExtensions), author.id, time, 0});
      found = story.documents.end() - 1;
    }
    version = 0;  // numbered when the order of all messages is known
    return static_cast<int>(found - story.documents.begin());
  }

  bool is_phone_hour(const Person& person, UnixTime time) {
    const LocalTime t = local_time(time, person.zone_at(time));
    const bool off_hours = t.hour < 8 || t.hour >= 19 || t.weekday == 0 || t.weekday == 6;
    return random.chance(off_hours ? 750 : 110);
  }

  std::size_t draw_length() { return random.weighted(kThreadLengths); }

  // Adds one thread of at most `room` messages.
  void add(std::size_t room) {
    const std::int64_t day = random.pick(days);
    const Person* starter = draw_starter(day * kDay + kDay / 2);
    Plan plan;
    plan.sender = starter->id;
    plan.time = work_time(*starter, day, random);
    if (!starter->works_at(plan.time) && starter->local != "margaret") return;
    const bool all_staff = starter->is_staff() && random.chance(6);
    Language language = Language::english;
    if (all_staff) {
      plan.to.push_back(story.cast.by_local("all").id);
    } else {
      const Person* first = draw_recipient(*starter, plan.time, {}, Language::english);
      if (first == nullptr) return;
      language = common_language(*starter, *first, random);
      plan.to.push_back(first->id);
      constexpr unsigned kMore[] = {56, 18, 12, 7, 4, 2, 1};
      for (std::size_t more = random.weighted(kMore); more > 0; --more) {
        std::vector<int> taken = plan.to;
        taken.insert(taken.end(), plan.cc.begin(), plan.cc.end());
        if (const Person* next = draw_recipient(*starter, plan.time, taken, language)) {
          (random.chance(550) ? plan.to : plan.cc).push_back(next->id);
        }
      }
    }
    Thread thread;
    thread.matter = draw_matter(*starter, language, random);
    thread.whole_staff = all_staff;
    const Matter& matter = matters()[thread.matter];
    set_language(thread.words, language);
    thread.subject = expand(random.pick(matter.subjects), *starter, thread.words, random);
    plan.on_the_phone = is_phone_hour(*starter, plan.time);
    if (!matter.documents.empty() && !plan.on_the_phone && random.chance(230)) {
      plan.document = attach_document(matter, thread, *starter, plan.time, plan.version);
    }
    plan.thread = static_cast<int>(story.threads.size());
    story.threads.push_back(std::move(thread));
    const std::size_t length = std::min(room, all_staff ? 1 + random.below(2) : draw_length());
    grow(plan, length);
  }

  // A meeting's mail: the same people, the same day each week, the same kind of subject.
  void add_meeting(std::int64_t day, int hour, std::string_view starter,
                   std::span<const std::string_view> members, std::string_view subject) {
    const auto& all = matters();
    const auto matter = std::find_if(all.begin(), all.end(), [&](const Matter& m) {
      return m.subjects.front().starts_with(subject);
    });
    LL_ASSERT(matter != all.end());
    const Person& writer = story.cast.by_local(starter);
    const LocalTime date = local_time(day * kDay + kDay / 2, kUtc);
    Plan plan;
    plan.sender = writer.id;
    plan.time = from_local(date.year, date.month, date.day, hour, 0, *writer.zone);
    plan.time += random.between(0, 3000);
    for (std::string_view member : members) {
      const Person& person = story.cast.by_local(member);
      if (person.works_at(plan.time)) plan.to.push_back(person.id);
    }
    Thread thread;
    thread.matter = static_cast<std::size_t>(matter - all.begin());
    thread.subject = expand(random.pick(matter->subjects), writer, thread.words, random);
    plan.thread = static_cast<int>(story.threads.size());
    story.threads.push_back(std::move(thread));
    grow(plan, 1 + random.below(3));
  }

  // The leadership's minutes on Mondays and the field's numbers on Fridays; in a small story only
  // some of them.
  void add_meetings(std::size_t messages) {
    constexpr std::string_view kLeaders[] = {"helena.brandt", "daniel.okafor",   "marcus.lindqvist",
                                             "priya.nair",    "sofia.marchetti", "leila.haddad",
                                             "owen.gallagher"};
    constexpr std::string_view kField[] = {"leila.haddad", "cora.jensen", "tamsin.clarke",
                                           "joel.ramirez", "esther.boateng"};
    const unsigned chance =
        static_cast<unsigned>(std::min<std::size_t>(900, messages * 900 / 12000));
    const std::int64_t monday = from_local(2025, 6, 2, 0, 0, kUtc) / kDay;
    for (std::int64_t day = monday; day + 7 < story_ends() / kDay; day += 7) {
      if (random.chance(chance)) add_meeting(day, 14, "gwen.harper", kLeaders, "Minutes");
      if (random.chance(chance)) {
        add_meeting(day + 4, 16, "ben.adeyemi", kField, "Regional report");
      }
    }
  }

  void grow(const Plan& opening, std::size_t length) {
    std::vector<int> members{static_cast<int>(story.plans.size())};
    story.plans.push_back(opening);
    while (members.size() < length) {
      const bool earlier = members.size() > 2 && random.chance(180);
      const int parent = earlier ? random.pick(members) : members.back();
      Plan next;
      if (!(random.chance(45) ? forward(parent, next) : answer(parent, next))) break;
      next.parent = parent;
      next.thread = opening.thread;
      members.push_back(static_cast<int>(story.plans.size()));
      story.plans.push_back(std::move(next));
    }
    if (members.size() > 1) story.plans[static_cast<std::size_t>(members.back())].last = true;
  }

  bool answer(int parent_index, Plan& next) {
    const Plan& parent = story.plans[static_cast<std::size_t>(parent_index)];
    std::vector<int> crowd = parent.to;
    if (!story.cast.people[static_cast<std::size_t>(crowd.front())].local.compare("all")) {
      crowd.clear();
      for (const Person& p : story.cast.people) {
        if (p.is_staff() && p.activity > 0 && p.works_at(parent.time) && p.id != parent.sender)
          crowd.push_back(p.id);
      }
      next.to = {parent.sender};
    } else {
      if (random.chance(250)) crowd.insert(crowd.end(), parent.cc.begin(), parent.cc.end());
      next.to = {parent.sender};
    }
    const int who = random.pick(crowd);
    if (who == parent.sender) return false;
    const Person& person = story.cast.people[static_cast<std::size_t>(who)];
    next.sender = who;
    next.time = answer_time(person, parent.time, random);
    if (next.time == 0 || next.time >= story_ends() || !can_write(person, next.time, random))
      return false;
    // One of the two sits in the organisation, or nobody in the case would hold the message.
    if (!person.is_staff() &&
        !story.cast.people[static_cast<std::size_t>(parent.sender)].is_staff())
      return false;
    const Person& asker = story.cast.people[static_cast<std::size_t>(parent.sender)];
    if (!asker.works_at(next.time) && asker.local != "margaret") return false;
    next.relation = Relation::reply;
    next.on_the_phone = is_phone_hour(person, next.time);
    const bool to_list = crowd.size() > 20;
    if (!to_list && random.chance(780)) {  // reply to all
      for (const auto* list : {&parent.to, &parent.cc}) {
        for (int id : *list) {
          if (id != who && id != parent.sender) next.cc.push_back(id);
        }
      }
    }
    Thread& thread = story.threads[static_cast<std::size_t>(parent.thread)];
    const Matter& matter = matters()[thread.matter];
    if (!matter.documents.empty() && !next.on_the_phone && random.chance(90)) {
      next.document = attach_document(matter, thread, person, next.time, next.version);
    }
    return true;
  }

  bool forward(int parent_index, Plan& next) {
    const Plan& parent = story.plans[static_cast<std::size_t>(parent_index)];
    const int who = parent.to.front();
    const Person& person = story.cast.people[static_cast<std::size_t>(who)];
    if (!person.is_staff() || person.client == Client::robot) return false;
    next.sender = who;
    next.time = answer_time(person, parent.time, random);
    if (next.time == 0 || next.time >= story_ends() || !can_write(person, next.time, random))
      return false;
    std::vector<int> taken = parent.to;
    taken.insert(taken.end(), parent.cc.begin(), parent.cc.end());
    taken.push_back(parent.sender);
    const Person* third = draw_recipient(
        person, next.time, taken,
        matters()[story.threads[static_cast<std::size_t>(parent.thread)].matter].language);
    if (third == nullptr) return false;
    next.to = {third->id};
    next.relation = Relation::forward;
    next.on_the_phone = is_phone_hour(person, next.time);
    return true;
  }
};

}  // namespace

UnixTime work_time(const Person& person, std::int64_t day, Random& random) {
  constexpr unsigned kHours[24] = {0,  0,  0,  0,  0,  1,  3,  8, 22, 34, 34, 28,
                                   16, 20, 30, 32, 28, 20, 10, 6, 5,  5,  3,  1};
  const LocalTime date = local_time(day * kDay + kDay / 2, kUtc);
  const int hour = static_cast<int>(random.weighted(kHours));
  const int minute = static_cast<int>(random.below(60));
  const UnixTime at = from_local(date.year, date.month, date.day, hour, minute,
                                 person.zone_at(day * kDay + kDay / 2));
  return at + static_cast<UnixTime>(random.below(60));
}

UnixTime answer_time(const Person& person, UnixTime time, Random& random) {
  constexpr unsigned kPace[] = {24, 24, 26, 16, 10};
  constexpr UnixTime kFrom[] = {120, 900, 3600, 14400, 86400};
  constexpr UnixTime kTo[] = {900, 3600, 14400, 86400, 4 * 86400};
  const std::size_t pace = random.weighted(kPace);
  UnixTime at = time + random.between(kFrom[pace], kTo[pace]);
  const LocalTime local = local_time(at, person.zone_at(at));
  const bool weekend = local.weekday == 0 || local.weekday == 6;
  if (weekend && random.chance(850)) at += (local.weekday == 6 ? 2 : 1) * kDay;
  const LocalTime shifted = local_time(at, person.zone_at(at));
  if (shifted.hour >= 21 || shifted.hour < 7) {
    if (random.chance(120)) return at;  // the sleepless
    const UnixTime midnight = at - shifted.hour * 3600 - shifted.minute * 60 - shifted.second;
    at = midnight + (shifted.hour >= 21 ? kDay : 0) + 8 * 3600 + random.between(0, 7500);
  }
  return at;
}

void add_threads(Story& story, std::size_t messages) {
  ThreadMaker maker(story);
  maker.add_meetings(messages);
  while (story.plans.size() < messages) maker.add(messages - story.plans.size());
}

Story plan_story(std::uint64_t seed, std::size_t messages) {
  LL_ASSERT(messages >= kFewestMessages);
  Story story;
  story.seed = seed;
  story.cast = make_cast();
  add_scenes(story);
  add_robots(story, messages);
  add_threads(story, messages);
  // In order of time; parents keep their children through the permutation.
  std::vector<int> order(story.plans.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return story.plans[static_cast<std::size_t>(a)].time <
           story.plans[static_cast<std::size_t>(b)].time;
  });
  std::vector<int> place(order.size());
  std::vector<Plan> sorted;
  sorted.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    sorted.push_back(std::move(story.plans[static_cast<std::size_t>(order[i])]));
  }
  story.plans = std::move(sorted);
  for (Plan& plan : story.plans) {
    if (plan.parent >= 0) {
      plan.parent = place[static_cast<std::size_t>(plan.parent)];
      ++story.plans[static_cast<std::size_t>(plan.parent)].answers;
    }
    if (plan.document >= 0) {
      Document& document = story.documents[static_cast<std::size_t>(plan.document)];
      if (document.versions == 0) {
        document.created = plan.time - 5400;
        document.author = plan.sender;
      }
      plan.version = ++document.versions;
    }
  }
  return story;
}

}  // namespace letterlock::demo

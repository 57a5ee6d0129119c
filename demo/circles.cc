#include "demo/circles.h"

#include <algorithm>

namespace letterlock::demo {
namespace {

struct Contacts {
  std::string_view outsider;
  std::vector<std::string_view> staff;
};

const std::vector<Contacts>& all_contacts() {
  static const std::vector<Contacts> table = {
      {"margaret",
       {"daniel.okafor", "daniel.okafor", "helena.brandt", "weilin.tran", "marcus.lindqvist",
        "aaron.feld"}},
      {"a.sommer", {"tobias.kern", "tobias.kern", "jonas.weber", "bettina.graf", "ruth.abelson"}},
      {"j.mueller", {"jonas.weber", "tobias.kern", "katrin.vogel"}},
      {"h.girard", {"camille.laurent", "camille.laurent", "lucas.moreau", "nadia.petrova"}},
      {"nicholas.vane", {"grace.mbeki", "grace.mbeki", "sofia.marchetti"}},
      {"rebecca.stone", {"grace.mbeki", "aaron.feld"}},
      {"areiss", {"weilin.tran", "weilin.tran", "daniel.okafor", "karim.bensaid"}},
      {"dpruitt", {"weilin.tran", "esther.boateng"}},
      {"imogen", {"sofia.marchetti", "ingrid.solberg", "felix.amsel"}},
      {"raj", {"felix.amsel", "ingrid.solberg"}},
      {"lucia.ortega", {"diego.santoro"}},
      {"k.tanaka", {"hana.ishikawa"}},
      {"i.sokolova", {"nadia.petrova"}},
      {"elyle", {"priya.nair", "priya.nair", "isla.morrison", "owen.gallagher"}},
      {"mquinn", {"priya.nair", "isla.morrison", "ben.adeyemi"}},
      {"joanna.pike.bw", {"marcus.lindqvist"}},
  };
  return table;
}

struct Interest {
  std::string_view topic;
  unsigned weight;
};

std::vector<Interest> interests(const Person& person) {
  switch (person.team) {
    case Team::leadership:
      return {{"office", 5},  {"budget", 3}, {"press", 2}, {"field", 2},
              {"polling", 2}, {"donors", 2}, {"legal", 1}, {"travel", 2}};
    case Team::strategy:
      return {{"polling", 6}, {"debate", 6}, {"press", 2}, {"policy", 2}, {"office", 1}};
    case Team::field:
      return {{"field", 9}, {"volunteers", 4}, {"office", 1}, {"travel", 1}};
    case Team::comms:
      return {{"press", 8}, {"debate", 3}, {"digital", 2}, {"office", 1}};
    case Team::policy:
      return {{"policy", 8}, {"legal", 1}, {"debate", 1}, {"travel", 1}, {"office", 1}};
    case Team::finance:
      return {{"budget", 6}, {"legal", 6}, {"office", 1}};
    case Team::digital:
      return {{"digital", 9}, {"office", 1}, {"volunteers", 1}};
    case Team::fundraising:
      return {{"donors", 8}, {"travel", 1}, {"budget", 1}, {"digital", 1}, {"office", 1}};
    case Team::volunteers:
      return {{"volunteers", 8}, {"field", 3}, {"office", 1}};
    case Team::berlin:
      return {{"policy", 4}, {"travel", 2}, {"office", 2}, {"budget", 1}};
    case Team::outside:
      break;
  }
  switch (person.organisation) {
    case 3:
      return {{"press", 1}};
    case 4:
      return {{"polling", 1}};
    case 5:
      return {{"digital", 3}, {"press", 1}, {"budget", 1}};
    case 9:
    case 10:
      return {{"legal", 1}};
    case 11:
      return {{"debate", 4}, {"polling", 3}, {"press", 1}};
    default:
      return {{"policy", 3}, {"travel", 1}};
  }
}

}  // namespace

std::vector<std::string_view> contacts_of(std::string_view local) {
  for (const Contacts& row : all_contacts()) {
    if (row.outsider == local) return row.staff;
  }
  return {};
}

unsigned closeness(const Person& a, const Person& b) {
  if (a.id == b.id || b.client == Client::robot) return 0;
  if (a.is_staff() && b.is_staff()) {
    if (a.team == b.team) return 24;
    // Chance acquaintances: the same for both, drawn once.
    const unsigned chance =
        static_cast<unsigned>((hash_text(a.email) ^ hash_text(b.email)) >> 9) % 16;
    if (chance == 0) return 14;
    if (a.team == Team::leadership || b.team == Team::leadership) return 5;
    return chance < 6 ? 2 : 0;
  }
  const Person& outsider = a.is_staff() ? b : a;
  const Person& staff = a.is_staff() ? a : b;
  if (!staff.is_staff()) return 0;
  const auto list = contacts_of(outsider.local);
  const auto count = std::count(list.begin(), list.end(), staff.local);
  return static_cast<unsigned>(count) * (a.is_staff() ? 14 : 30);
}

Language common_language(const Person& a, const Person& b, Random& random) {
  if (a.language != b.language || a.language == Language::english) return Language::english;
  const bool both_staff = a.is_staff() && b.is_staff();
  return random.chance(both_staff ? 600 : 920) ? a.language : Language::english;
}

std::size_t draw_matter(const Person& starter, Language language, Random& random) {
  const auto& all = matters();
  std::vector<unsigned> weights(all.size(), 0);
  const std::vector<Interest> wanted = interests(starter);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].language != language) continue;
    if (language != Language::english) {
      weights[i] = 1;
      continue;
    }
    for (const Interest& interest : wanted) {
      if (interest.topic == all[i].topic) weights[i] = interest.weight;
    }
  }
  return random.weighted(weights);
}

}  // namespace letterlock::demo

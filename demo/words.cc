// The lists that fill in the names in sentences.
#include <fmt/format.h>

#include "base/attributes.h"
#include "demo/calendar.h"
#include "demo/writing.h"

namespace letterlock::demo {
namespace {

constexpr const char* kPlaces[] = {"Alder Falls", "Lakeside",    "Cedar Point", "Harrow Bend",
                                   "Port Linden", "Millbrook",   "Stony Ford",  "Grafton",
                                   "West Ansley", "Tolland",     "Fairhaven",   "Ridge County",
                                   "Old Quarry",  "Kettle Creek"};
constexpr const char* kRivers[] = {"Alder", "Kettle Creek", "Tolland River", "Ansley"};
constexpr const char* kStreets[] = {"Canal Street", "Mill Road", "Orchard Lane", "Depot Street",
                                    "Quarry Road"};
constexpr const char* kVendors[] = {"Northline Print", "Callbridge",    "Signworks",
                                    "Pennant Media",   "Orrin Mailing", "Datahall"};
constexpr const char* kOutlets[] = {"Tidewater Courier", "Lakeside Sentinel", "public radio desk",
                                    "county weekly"};
constexpr const char* kDonors[] = {"the Ellery family", "Mr. Vandermeer", "the Calloway Fund",
                                   "Dr. Osei",          "Mrs. Lindgren",  "the Linden Trust"};
constexpr const char* kColleagues[] = {"Leila", "Owen", "Grace", "Ben",  "Cora",  "Esther",
                                       "Sofia", "Ruth", "Sam",   "Mei",  "Aaron", "Tamsin",
                                       "Joel",  "Hugo", "Yara",  "Karim"};

constexpr const char* kGermanDays[] = {"Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"};
constexpr const char* kFrenchDays[] = {"lundi", "mardi", "mercredi", "jeudi", "vendredi"};
constexpr const char* kSpanishDays[] = {"lunes", "martes", "miércoles", "jueves", "viernes"};
constexpr const char* kGermanMonths[] = {"Januar",    "Februar", "März",     "April",
                                         "Mai",       "Juni",    "Juli",     "August",
                                         "September", "Oktober", "November", "Dezember"};
constexpr const char* kSpanishMonths[] = {"enero",      "febrero", "marzo",     "abril",
                                          "mayo",       "junio",   "julio",     "agosto",
                                          "septiembre", "octubre", "noviembre", "diciembre"};

const char* const* language_days(Language language) {
  switch (language) {
    case Language::german:
      return kGermanDays;
    case Language::french:
      return kFrenchDays;
    case Language::spanish:
      return kSpanishDays;
    default:
      return nullptr;
  }
}

const char* const* language_months(Language language) {
  switch (language) {
    case Language::german:
      return kGermanMonths;
    case Language::spanish:
      return kSpanishMonths;
    default:
      return nullptr;
  }
}

}  // namespace

void set_language(Words& words, Language language) {
  words["language"] = static_cast<char>('0' + static_cast<int>(language));
}

Language language_of(const Words& words) {
  const auto found = words.find("language");
  return found == words.end() ? Language::english : static_cast<Language>(found->second[0] - '0');
}

std::string draw_word(std::string_view list, Random& random, Language language) {
  if (list == "place") return random.pick(kPlaces);
  if (list == "river") return random.pick(kRivers);
  if (list == "street") return random.pick(kStreets);
  if (list == "vendor") return random.pick(kVendors);
  if (list == "outlet") return random.pick(kOutlets);
  if (list == "donor") return random.pick(kDonors);
  if (list == "colleague") return random.pick(kColleagues);
  if (list == "day") {
    const std::size_t day = random.below(5);
    const auto* abroad = language_days(language);
    return abroad ? abroad[day] : full_weekday(static_cast<int>(day) + 1);
  }
  if (list == "month") {
    const std::size_t month = random.below(12);
    const auto* abroad = language_months(language);
    return abroad ? abroad[month] : full_month(static_cast<int>(month) + 1);
  }
  if (list == "time") {
    const std::int64_t hour = random.between(8, 17);
    return fmt::format("{}:{}", hour, random.chance(500) ? "00" : "30");
  }
  if (list == "n") return fmt::format("{}", random.between(2, 60));
  if (list == "big") {
    const std::int64_t count = random.between(1000, 9999);
    return fmt::format("{},{:03}", count / 1000, count % 1000);
  }
  if (list == "percent") return fmt::format("{}%", random.between(3, 61));
  if (list == "amount") {
    if (random.chance(400)) {
      const std::int64_t hundreds = random.between(11, 489);
      return fmt::format("${},{}00", hundreds / 10, hundreds % 10);
    }
    return fmt::format("${}", random.between(9, 99) * 10);
  }
  if (list == "ref") return random.fill("3%-%%%%");
  LL_ASSERT(false);
  return "";
}

}  // namespace letterlock::demo

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
                                   "Dr. Osei",          "Mrs. Lindgren",  "the Harbour Trust"};
constexpr const char* kColleagues[] = {"Leila", "Owen", "Grace", "Ben",  "Cora",  "Esther",
                                       "Sofia", "Ruth", "Sam",   "Mei",  "Aaron", "Tamsin",
                                       "Joel",  "Hugo", "Yara",  "Karim"};

}  // namespace

std::string draw_word(std::string_view list, Random& random) {
  if (list == "place") return random.pick(kPlaces);
  if (list == "river") return random.pick(kRivers);
  if (list == "street") return random.pick(kStreets);
  if (list == "vendor") return random.pick(kVendors);
  if (list == "outlet") return random.pick(kOutlets);
  if (list == "donor") return random.pick(kDonors);
  if (list == "colleague") return random.pick(kColleagues);
  if (list == "day") return full_weekday(static_cast<int>(random.between(1, 5)));
  if (list == "month") return full_month(static_cast<int>(random.between(1, 12)));
  if (list == "time") {
    return fmt::format("{}:{}", random.between(8, 17), random.chance(500) ? "00" : "30");
  }
  if (list == "n") return fmt::format("{}", random.between(2, 60));
  if (list == "big") return fmt::format("{},{:03}", random.between(1, 9), random.below(1000));
  if (list == "percent") return fmt::format("{}%", random.between(3, 61));
  if (list == "amount") {
    return random.chance(400) ? fmt::format("${},{}00", random.between(1, 48), random.between(0, 9))
                              : fmt::format("${}", random.between(9, 99) * 10);
  }
  if (list == "ref") return fmt::format("{}-{:04}", random.between(11, 39), random.below(10000));
  LL_ASSERT(false);
  return "";
}

}  // namespace letterlock::demo

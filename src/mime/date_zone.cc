#include "mime/date_zone.h"

#include "base/ascii.h"

namespace letterlock::mime {
namespace {

struct Zone {
  std::string_view name;
  int minutes;
};

constexpr Zone kZones[] = {
    {"UT", 0},     {"UTC", 0},    {"GMT", 0},     {"Z", 0},       {"EST", -300}, {"EDT", -240},
    {"CST", -360}, {"CDT", -300}, {"MST", -420},  {"MDT", -360},  {"PST", -480}, {"PDT", -420},
    {"WET", 0},    {"WEST", 60},  {"CET", 60},    {"CEST", 120},  {"MET", 60},   {"MEST", 120},
    {"MESZ", 120}, {"MEZ", 60},   {"EET", 120},   {"EEST", 180},  {"MSK", 180},  {"MSD", 240},
    {"SAST", 120}, {"HKT", 480},  {"SGT", 480},   {"JST", 540},   {"KST", 540},  {"AEST", 600},
    {"AEDT", 660}, {"ACST", 570}, {"ACDT", 630},  {"AWST", 480},  {"NZST", 720}, {"NZDT", 780},
    {"NST", -210}, {"NDT", -150}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"WIB", 420},
    {"PKT", 300},
};

}  // namespace

std::optional<int> zone_offset(std::string_view name) {
  for (const Zone& zone : kZones) {
    if (equals_ignore_case(zone.name, name)) return zone.minutes;
  }
  return std::nullopt;
}

}  // namespace letterlock::mime

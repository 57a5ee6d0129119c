// The tables behind make_cast().
#pragma once

#include <span>

#include "demo/people.h"

namespace letterlock::demo {

struct PersonRow {
  const char* name;
  const char* local;
  const char* role;
  Team team;
  int organisation;
  const Zone* zone;
  Client client;
  Client phone;
  Language language;
  const char* from;
  const char* until;
  bool vip;
  unsigned activity;
  MailboxFormat format;
  const char* address;
};

std::span<const PersonRow> roster();
std::span<const Organisation> organisations();

enum OrganisationIndex {
  kMeridian,
  kFlussbund,
  kRivieres,
  kTidewater,
  kLumen,
  kKestrel,
  kAguas,
  kKawa,
  kVolga,
  kHarrow,
  kCounty,
  kWhitlock,
  kBrightwater,
  kSendwell,
  kHostedMail,
};

}  // namespace letterlock::demo

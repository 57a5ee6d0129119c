// What lies beside the intruder's contexts: records that a tie led to and that look like the
// owner's, and all others from an address of a context. Inside this room only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/contexts.h"
#include "exposure/run_index.h"

namespace letterlock::exposure {

// From more accounts than these an address is a network of many; nothing grows through it.
inline constexpr std::size_t kMostAccountsOfAddress = 3;

// Why a tie that led to a run was not followed.
struct Aside {
  std::string value, text;
};

struct NotFollowed {
  const Runs& runs;
  const RunIndex& index;
  const std::map<RunId, Aside>& asides;
  // What of the user's options leaves a run out ("refused with --not"); "" where nothing does.
  std::function<std::string_view(RunId)> excluded;
  UnixTime minutes = 0;
};

// REQUIRES: `grown` has its contexts.
std::vector<LeftOut> list_not_followed(const NotFollowed& from, const Grown& grown);

}  // namespace letterlock::exposure

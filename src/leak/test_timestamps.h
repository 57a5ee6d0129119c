// Makes proofs for tests: a root, a time-stamp authority under it and its tokens; OpenTimestamps
// proofs from their parts.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace letterlock::leak::test {

struct TokenPlan {
  UnixTime time = 1473600000;  // 2016-09-11
  bool certificate_inside = true;
  bool other_root = false;
};

// A TimeStampResp in DER for `file`; `root` becomes the root's certificate in PEM.
std::string make_response(std::string_view file, const TokenPlan& plan, std::string& root);
// The token alone.
std::string token_of(std::string_view response);

// An OpenTimestamps proof for `file`, with `path` (operations and attestations) behind the hash.
std::string make_ots(std::string_view file, std::string_view path);
std::string ots_bitcoin(std::string_view height);
std::string ots_pending(std::string_view uri);

}  // namespace letterlock::leak::test

#include "exposure/seed.h"

#include "base/ascii.h"
#include "exposure/network.h"

namespace letterlock::exposure {

std::string seed_text(const Seed& seed) {
  std::string text(seed_kind_name(seed.kind));
  text += ':';
  return text += seed.value;
}

Expected<Seed> make_seed(Seed::Kind kind, std::string_view value) {
  const std::string_view trimmed = trim(value);
  if (trimmed.empty()) {
    return fail(ErrorCode::usage, "a seed of kind {} needs a value", seed_kind_name(kind));
  }
  if (kind == Seed::Kind::address && !Network::parse(trimmed)) {
    return fail(ErrorCode::usage,
                "'{}' is no address or range: give 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32",
                trimmed);
  }
  Seed seed;
  seed.kind = kind;
  seed.value = trimmed;
  if (kind == Seed::Kind::message && seed.value.starts_with('<') && seed.value.ends_with('>')) {
    seed.value = seed.value.substr(1, seed.value.size() - 2);
  }
  return seed;
}

}  // namespace letterlock::exposure

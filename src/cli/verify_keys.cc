#include "cli/verify_keys.h"

namespace letterlock::cli {

Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const Material& material) {
  auto keys = std::make_unique<GatheredKeys>();
  (void)options;
  (void)material;
  return keys;
}

}  // namespace letterlock::cli

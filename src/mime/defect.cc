#include "mime/defect.h"

#include <array>

namespace letterlock::mime {
namespace {

struct Described {
  DefectKind kind;
  std::string_view name;
  std::string_view text;
};

constexpr Described kDescribed[] = {
#define X(name, text) {DefectKind::name, #name, text},
    LETTERLOCK_DEFECTS(X)
#undef X
};

constexpr auto kKinds = [] {
  std::array<DefectKind, std::size(kDescribed)> kinds{};
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = kDescribed[i].kind;
  return kinds;
}();

}  // namespace

std::string_view defect_name(DefectKind kind) {
  return kDescribed[static_cast<std::size_t>(kind)].name;
}

std::string_view defect_explanation(DefectKind kind) {
  return kDescribed[static_cast<std::size_t>(kind)].text;
}

std::span<const DefectKind> all_defects() { return kKinds; }

}  // namespace letterlock::mime

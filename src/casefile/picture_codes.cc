#include "casefile/picture_codes.h"

#include <cstring>
#include <optional>

namespace letterlock::casefile {
namespace {

// Different pictures that are remembered; mostly without a code, some 100 octets each.
constexpr std::size_t kMostKnown = 20'000;

std::optional<sources::Picture> picture_of(std::string_view type) {
  if (type == "image/png") return sources::Picture::png;
  if (type == "image/jpeg") return sources::Picture::jpeg;
  if (type == "image/gif") return sources::Picture::gif;
  if (type == "application/pdf") return sources::Picture::pdf;
  return std::nullopt;
}

}  // namespace

std::size_t PictureCodes::HashOfHash::operator()(const Sha256& hash) const {
  std::size_t value = 0;
  std::memcpy(&value, hash.octets.data(), sizeof value);
  return value;
}

Expected<std::vector<content::FoundCode>> PictureCodes::read(std::string_view type,
                                                             std::string_view octets) {
  const auto what = picture_of(type);
  if (!what) return std::vector<content::FoundCode>{};
  if (missing_) return fail(ErrorCode::not_found, "there is no worker program");
  const Sha256 hash = sha256(octets);
  if (const auto known = known_.find(hash); known != known_.end()) return known->second;
  auto codes = worker_.read(*what, octets);
  if (!codes) {
    missing_ = codes.error().code == ErrorCode::not_found;
    return fail(std::move(codes));
  }
  std::vector<content::FoundCode> found;
  found.reserve(codes->size());
  for (sources::CodeFrame& code : *codes) {
    found.push_back({std::move(code.text), static_cast<std::uint32_t>(code.page)});
  }
  if (known_.size() == kMostKnown) known_.clear();
  known_.emplace(hash, found);
  return found;
}

}  // namespace letterlock::casefile

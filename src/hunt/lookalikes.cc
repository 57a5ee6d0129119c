#include "hunt/lookalikes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/edit_distance.h"
#include "base/fnv1a.h"
#include "dns/registrable_domain.h"
#include "hunt/confusable.h"

namespace letterlock::hunt {
namespace {

// Below these lengths so many changes make every name like every other.
constexpr std::size_t kShortestForOne = 5;
constexpr std::size_t kShortestForTwo = 9;
// With another ending besides.
constexpr std::size_t kShortestForOther = 8;
constexpr std::size_t kLongestLabel = 40;  // longer ones are compared up to here
constexpr std::size_t kMostInHost = 8;     // labels of a host that are looked at

std::string_view label_of(std::string_view domain) {
  return domain.substr(0, std::min({domain.find('.'), domain.size(), kLongestLabel}));
}

std::string_view suffix_of(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  return dot == std::string_view::npos ? std::string_view{} : domain.substr(dot + 1);
}

// The octet at `skip` and `also` left out.
std::uint64_t hash_without(std::string_view text, std::size_t skip, std::size_t also) {
  Fnv1a hash;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != skip && i != also) hash.add(static_cast<unsigned char>(text[i]));
  }
  return hash.value();
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// The keys by which a label and its neighbours meet: itself, with one and two characters left out,
// and what it looks like.
std::vector<std::uint64_t> keys_of(std::string_view label) {
  std::vector<std::uint64_t> keys = {hash_without(label, kNone, kNone)};
  if (label.size() >= kShortestForOne) {
    for (std::size_t i = 0; i < label.size(); ++i) keys.push_back(hash_without(label, i, kNone));
  }
  if (label.size() >= kShortestForTwo) {
    for (std::size_t i = 0; i < label.size(); ++i) {
      for (std::size_t j = i + 1; j < label.size(); ++j) keys.push_back(hash_without(label, i, j));
    }
  }
  keys.push_back(~hash_without(skeleton(name_in_its_script(label)), kNone, kNone));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::string without_hyphens(std::string_view label) {
  std::string out(label);
  std::erase(out, '-');
  return out;
}

// In which way `domain` is like `known`; "" where it is not.
std::string_view likeness(std::string_view domain, std::string_view known) {
  const std::string_view label = label_of(domain), other = label_of(known);
  const bool same_suffix = suffix_of(domain) == suffix_of(known);
  if (label == other) return same_suffix ? "" : "with another ending";
  const std::size_t shorter = std::min(label.size(), other.size());
  if (skeleton(name_in_its_script(label)) == skeleton(name_in_its_script(other))) {
    return "in letters that look the same";
  }
  if (shorter < kShortestForOne) return "";
  if (without_hyphens(label) == without_hyphens(other)) return "with other hyphens";
  if (label.starts_with("xn--") || other.starts_with("xn--")) return "";
  const std::size_t apart = edit_distance(label, other);
  if (!same_suffix && (apart > 1 || shorter < kShortestForOther)) return "";
  if (apart == 1) return "with one character changed";
  return apart == 2 && shorter >= kShortestForTwo ? "with two characters changed" : "";
}

std::string_view domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

}  // namespace

Lookalikes::Known* Lookalikes::known_of(std::string_view domain) {
  const auto place = by_name_.find(std::string(domain));
  if (place != by_name_.end()) return &known_[place->second];
  if (known_.size() >= kMostDomains || domain.find('.') == std::string_view::npos) return nullptr;
  by_name_.emplace(domain, static_cast<std::uint32_t>(known_.size()));
  known_.push_back({std::string(domain)});
  return &known_.back();
}

const Lookalikes::Known* Lookalikes::look_up(std::string_view domain) const {
  const auto place = by_name_.find(std::string(domain));
  return place == by_name_.end() ? nullptr : &known_[place->second];
}

void Lookalikes::watch(std::uint32_t index) {
  if (known_[index].watched || watched_ >= kMostWatched) return;
  known_[index].watched = true;
  ++watched_;
  for (const std::uint64_t key : keys_of(label_of(known_[index].domain))) {
    variants_.emplace(key, index);
  }
}

void Lookalikes::add_own(std::string_view domain) {
  Known* known = known_of(dns::organizational_domain(domain));
  if (known == nullptr) return;
  known->own = true;
  watch(static_cast<std::uint32_t>(known - known_.data()));
}

void Lookalikes::observe(const store::MessageRecord& message) {
  constexpr std::size_t kMostPeople = 50;
  std::array<const Known*, kMostPeople> done{};
  std::size_t count = 0;
  for (const auto& address : message.addresses) {
    if (count == kMostPeople) return;
    const std::string_view full = domain_of(address.address);
    if (full.empty()) continue;
    // Most addresses are at a domain that is known as it stands.
    Known* known = nullptr;
    const auto place = by_name_.find(std::string(full));
    known = place != by_name_.end() ? &known_[place->second]
                                    : known_of(dns::organizational_domain(full));
    if (known == nullptr) continue;
    if (std::find(done.begin(), done.begin() + count, known) != done.begin() + count) continue;
    done[count++] = known;
    if (++known->messages == kFrequent) watch(static_cast<std::uint32_t>(known - known_.data()));
  }
}

const Lookalikes::Known* Lookalikes::best_of(std::uint64_t key, std::string_view domain,
                                             std::string_view& how, const Known* best) const {
  constexpr int kMostOfOneKey = 64;
  const auto [begin, end] = variants_.equal_range(key);
  int looked_at = 0;
  for (auto at = begin; at != end && ++looked_at <= kMostOfOneKey; ++at) {
    const Known& known = known_[at->second];
    if (best == &known || known.domain == domain) continue;
    // The one known best is what a reader takes it for.
    if (best != nullptr &&
        std::pair(best->own, best->messages) >= std::pair(known.own, known.messages)) {
      continue;
    }
    const std::string_view like = likeness(domain, known.domain);
    if (like.empty()) continue;
    best = &known;
    how = like;
  }
  return best;
}

std::optional<Lookalikes::Match> Lookalikes::find(std::string_view domain) const {
  const Known* itself = look_up(domain);
  if (itself != nullptr && itself->own) return std::nullopt;
  const Known* best = nullptr;
  std::string_view how;
  for (const std::uint64_t key : keys_of(label_of(domain))) best = best_of(key, domain, how, best);
  if (best == nullptr) return std::nullopt;
  // Two honest names that resemble each other are both in daily use.
  const std::uint64_t uses = itself == nullptr ? 0 : itself->messages;
  if (uses >= kFrequent && uses * 10 >= best->messages) return std::nullopt;
  return Match{best->domain, best->own, best->messages, how};
}

std::optional<Lookalikes::Match> Lookalikes::prefix_of(std::string_view host,
                                                       std::string_view domain) const {
  if (host.size() <= domain.size() + 3) return std::nullopt;
  const std::string_view before = host.substr(0, host.size() - domain.size() - 1);
  std::vector<std::size_t> starts = {0};
  for (std::size_t i = 0; i < before.size() && starts.size() <= kMostInHost; ++i) {
    if (before[i] == '.') starts.push_back(i + 1);
  }
  starts.push_back(before.size() + 1);
  for (std::size_t from = 0; from + 1 < starts.size(); ++from) {
    for (std::size_t to = from + 1; to < starts.size() && to <= from + 3; ++to) {
      const std::size_t end = std::min(starts[to] - 1, before.size());
      std::string name(before.substr(starts[from], end - starts[from]));
      const Known* known = look_up(name);
      if (known == nullptr && name.find('.') == std::string::npos) {
        // "meridian-example.login.test"
        std::replace(name.begin(), name.end(), '-', '.');
        known = name.find('.') == std::string::npos ? nullptr : look_up(name);
      }
      if (known == nullptr || !known->watched || known->domain == domain) continue;
      return Match{known->domain, known->own, known->messages, "in front of its own"};
    }
  }
  return std::nullopt;
}

}  // namespace letterlock::hunt

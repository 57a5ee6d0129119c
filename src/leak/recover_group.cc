#include "leak/recover_group.h"

#include <algorithm>
#include <tuple>

namespace letterlock::leak {

namespace {

using Shape = auth::OpenedSignature::Shape;

constexpr std::size_t kTriedOfManySamples = 6;
constexpr std::size_t kFolded = 3;
constexpr std::size_t kFoldReach = 6;  // neighbours on either side
// So few samples are paired each with each.
constexpr std::size_t kFewSamples = 4;
// What one key left over is often only damaged: fewer tries for fewer signatures.
constexpr std::size_t kManyLeft = 8;
// From so many on, a group is worth twice the tries.
constexpr std::size_t kManySamples = 16;
constexpr unsigned kGcdsForFewLeft = 2;

std::size_t distance(std::size_t one, std::size_t other) {
  return one < other ? other - one : one - other;
}

}  // namespace

GroupSearch::GroupSearch(SampleGroup group, unsigned gcds) : group_(std::move(group)), gcds_(gcds) {
  unexplained_.resize(group_.samples.size());
  for (std::size_t i = 0; i < unexplained_.size(); ++i) unexplained_[i] = i;
  make_plans();
}

bool GroupSearch::try_key(const std::shared_ptr<const auth::PublicKey>& key, bool thorough) {
  if (key == nullptr || key->type() != auth::KeyType::rsa ||
      key->modulus().size() != group_.name.octets || keys_.size() >= kMostKeys) {
    return false;
  }
  const auto opens_it = [&](std::size_t sample) {
    return key->open(group_.samples[sample].signature).shape == Shape::digest;
  };
  const std::size_t count = unexplained_.size();
  if (!thorough && count > kTriedOfManySamples) {
    bool any = false;
    for (std::size_t i = 0; i < kTriedOfManySamples && !any; ++i) {
      any = opens_it(unexplained_[i * (count - 1) / (kTriedOfManySamples - 1)]);
    }
    if (!any) return false;
  }
  GroupKey found;
  found.key = key;
  for (const std::size_t index : unexplained_) {
    const SignatureSample& sample = group_.samples[index];
    const auth::OpenedSignature opened = key->open(sample.signature);
    if (opened.shape != Shape::digest) continue;
    found.opened.push_back(index);
    if (opened.digest == sample.digest) {
      ++found.verified;
    } else if (opened.digest == sample.digest_without_list) {
      ++found.verified_without_list;
    }
  }
  if (found.opened.empty()) return false;
  std::erase_if(unexplained_, [&](std::size_t index) {
    return std::binary_search(found.opened.begin(), found.opened.end(), index);
  });
  keys_.push_back(std::move(found));
  make_plans();
  return true;
}

std::optional<GcdPlan> GroupSearch::next_plan() const {
  if (next_ >= plans_.size() || gcds_done_ >= kMostGcds || keys_.size() >= kMostKeys) {
    return std::nullopt;
  }
  return plans_[next_];
}

bool GroupSearch::learned(const GcdPlan& plan,
                          const std::shared_ptr<const auth::PublicKey>& found) {
  ++gcds_done_;
  ++next_;
  if (!try_key(found, true)) return false;
  keys_.back().plan = plan;
  return true;
}

SignedDigest GroupSearch::term(std::size_t sample, bool without_list) const {
  const SignatureSample& from = group_.samples[sample];
  return {from.signature, without_list ? from.digest_without_list : from.digest};
}

std::vector<SignedDigest> GroupSearch::spares(const GcdPlan& plan) const {
  std::vector<SignedDigest> found;
  for (const std::size_t index : unexplained_) {
    if (found.size() == 4) break;
    if (std::find(plan.samples.begin(), plan.samples.end(), index) == plan.samples.end()) {
      found.push_back(term(index, plan.without_list));
    }
  }
  return found;
}

bool GroupSearch::prefers_without_list(std::size_t sample) const {
  const SignatureSample& of = group_.samples[sample];
  return of.always_names_list_fields && of.has_list_fields();
}

bool GroupSearch::pairable(std::size_t one, std::size_t other, bool without_list) const {
  return may_pair(term(one, without_list), term(other, without_list));
}

// Neighbours in time, best first.
std::vector<GroupSearch::Pair> GroupSearch::pairs() const {
  std::vector<Pair> found;
  const std::size_t count = unexplained_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t reach = count <= kFewSamples ? count : std::min(count, i + 2);
    for (std::size_t k = i + 1; k < reach; ++k) {
      const std::size_t one = unexplained_[i], other = unexplained_[k];
      if (pairable(one, other, false) || pairable(one, other, true)) found.emplace_back(i, k);
    }
  }
  const auto key = [&](const Pair& pair) {
    const auto& one = group_.samples[unexplained_[pair.first]];
    const auto& other = group_.samples[unexplained_[pair.second]];
    return std::tuple(distance(pair.first, pair.second),
                      std::uint64_t{one.risk} + std::uint64_t{other.risk}, pair);
  };
  std::sort(found.begin(), found.end(),
            [&](const Pair& one, const Pair& other) { return key(one) < key(other); });
  return found;
}

std::optional<GroupSearch::Pair> GroupSearch::from_another_period(const std::vector<Pair>& all,
                                                                  Pair first) const {
  const std::size_t far = std::max<std::size_t>(2, unexplained_.size() / 4);
  for (const std::size_t least : {far, std::size_t{2}, std::size_t{0}}) {
    for (const Pair& pair : all) {
      if (pair != first && distance(pair.first, first.first) >= least) return pair;
    }
  }
  return std::nullopt;
}

void GroupSearch::add_plan(GcdPlan plan) {
  const bool known = std::find(plans_.begin(), plans_.end(), plan) != plans_.end();
  if (!known) plans_.push_back(std::move(plan));
}

// With the digests that are the likelier ones, or with the others.
void GroupSearch::add_pair(Pair pair, bool second_digests) {
  const std::size_t one = unexplained_[pair.first], other = unexplained_[pair.second];
  const bool differ =
      group_.samples[one].has_list_fields() || group_.samples[other].has_list_fields();
  if (second_digests && !differ) return;
  bool without = differ && (prefers_without_list(one) || prefers_without_list(other));
  if (second_digests) without = !without;
  if (pairable(one, other, without)) add_plan({{one, other}, without});
}

// The sample at `place` against its nearest neighbours in time, or those of least risk among them.
void GroupSearch::add_fold(std::size_t place, bool by_risk) {
  const std::size_t base = unexplained_[place];
  const bool without = prefers_without_list(base);
  std::vector<std::tuple<std::uint32_t, std::size_t, std::size_t>> near;  // risk, distance, sample
  const std::size_t begin = place - std::min(place, kFoldReach);
  const std::size_t end = std::min(unexplained_.size(), place + kFoldReach + 1);
  for (std::size_t at = begin; at < end; ++at) {
    const std::size_t partner = unexplained_[at];
    if (at == place || !pairable(base, partner, without)) continue;
    const GcdPlan tried{{std::min(base, partner), std::max(base, partner)}, without};
    if (std::find(plans_.begin(), plans_.end(), tried) != plans_.end()) continue;
    near.emplace_back(by_risk ? group_.samples[partner].risk : 0, distance(at, place), partner);
  }
  std::sort(near.begin(), near.end());
  if (near.size() > kFolded) near.resize(kFolded);
  GcdPlan plan{{base}, without};
  for (const auto& [risk, away, sample] : near) plan.samples.push_back(sample);
  if (plan.samples.size() > 1) add_plan(std::move(plan));
}

// Where to fold: the sample of least risk that no pair has used, then those that nothing but chance
// (their digests) picks, in case the altered ones look the least risky.
std::vector<std::size_t> GroupSearch::fold_places(Pair first, Pair second) const {
  std::vector<std::size_t> free;
  for (std::size_t place = 0; place < unexplained_.size(); ++place) {
    if (place != first.first && place != first.second && place != second.first &&
        place != second.second) {
      free.push_back(place);
    }
  }
  if (free.empty()) return {0, unexplained_.size() - 1};
  const auto sample = [&](std::size_t place) -> const SignatureSample& {
    return group_.samples[unexplained_[place]];
  };
  std::sort(free.begin(), free.end(), [&](std::size_t one, std::size_t other) {
    return sample(one).digest < sample(other).digest;
  });
  const auto least = std::min_element(
      free.begin(), free.end(),
      [&](std::size_t one, std::size_t other) { return sample(one).risk < sample(other).risk; });
  std::rotate(free.begin(), least, least + 1);
  return free;
}

void GroupSearch::make_plans() {
  plans_.clear();
  next_ = 0;
  const auto all = pairs();
  if (all.empty()) return;
  const Pair first = all.front();
  const std::optional<Pair> second = from_another_period(all, first);
  add_pair(first, false);
  if (second) add_pair(*second, false);
  add_pair(first, true);
  std::size_t most = gcds_;
  if (unexplained_.size() >= kManySamples) most *= 2;
  if (!keys_.empty() && unexplained_.size() < kManyLeft)
    most = std::min<std::size_t>(most, kGcdsForFewLeft);
  if (unexplained_.size() > 2) {
    const auto places = fold_places(first, second.value_or(first));
    for (std::size_t i = 0; i < places.size() && plans_.size() < most; ++i) {
      if (i == 2 && second) add_pair(*second, true);
      add_fold(places[i], i == 0);
    }
  }
  if (plans_.size() > most) plans_.resize(most);
}

}  // namespace letterlock::leak

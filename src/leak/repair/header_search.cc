#include "leak/repair/header_search.h"

#include <algorithm>
#include <array>

namespace letterlock::leak {
namespace {

using Chosen = std::vector<const Variant*>;

class HeaderTrial {
 public:
  HeaderTrial(const HeaderModel& model, const RepairContext& context, const RepairLimits& limits)
      : model_(model), context_(context), limits_(limits) {
    const auto& check = model.check();
    if (check.signed_digest) {
      wanted_ = *check.signed_digest;
    } else {
      algorithm_ = auth::hash_of(check.signature.algorithm);
    }
    if (wanted_) algorithm_ = wanted_->algorithm;
  }

  // Makes `chosen` what the following calls start from.
  void start_from(Chosen chosen) {
    base_ = std::move(chosen);
    texts_.assign(model_.canonical().begin(), model_.canonical().end());
    for (const Variant* variant : base_) put(texts_, *variant);
    prefixes_.clear();
    HashState state(algorithm_);
    std::string line;
    for (const std::string_view text : texts_) {
      prefixes_.push_back(state);
      state.update(text);
    }
    prefixes_.push_back(state);
    suffix_.clear();
    starts_.assign(texts_.size() + 1, 0);
    for (std::size_t slot = 0; slot < texts_.size(); ++slot) {
      starts_[slot] = suffix_.size();
      suffix_ += texts_[slot];
    }
    starts_[texts_.size()] = suffix_.size();
    suffix_ += model_.own_field();
  }

  // The base itself.
  bool attempt() {
    if (!spend(suffix_.size())) return found();
    HashState state = prefixes_.back();
    state.update(model_.own_field());
    if (matches(state)) result_.variants = copies({});
    return found();
  }

  bool attempt(const Variant& variant) {
    if (over()) return found();
    HashState state = prefixes_[variant.slots.front().slot];
    std::uint64_t octets = 0;
    std::size_t next = variant.slots.front().slot;
    for (const SlotText& text : variant.slots) {
      update_between(state, next, text.slot, octets);
      state.update(text.canonical);
      octets += text.canonical.size();
      next = text.slot + 1;
    }
    const std::string_view rest = std::string_view(suffix_).substr(starts_[next]);
    state.update(rest);
    if (!spend(octets + rest.size())) return found();
    if (matches(state)) result_.variants = copies({&variant});
    return found();
  }

  bool found() const { return result_.repair == HeaderRepair::restored; }
  bool over() const { return found() || exhausted_; }
  void every_change_was_tried_alone() { result_.alone_tried = true; }
  HeaderResult take() {
    if (!found() && exhausted_) result_.repair = HeaderRepair::limit_reached;
    return std::move(result_);
  }

 private:
  static void put(std::vector<std::string_view>& texts, const Variant& variant) {
    for (const SlotText& text : variant.slots) texts[text.slot] = text.canonical;
  }

  void update_between(HashState& state, std::size_t from, std::size_t to, std::uint64_t& octets) {
    if (from >= to) return;
    state.update(std::string_view(suffix_).substr(starts_[from], starts_[to] - starts_[from]));
    octets += starts_[to] - starts_[from];
  }

  bool matches(const HashState& state) {
    if (wanted_ ? !state.is(*wanted_) : !verifies(state.digest())) return false;
    result_.repair = HeaderRepair::restored;
    return true;
  }

  bool verifies(const auth::Digest& digest) const {
    const auto& check = model_.check();
    return check.key->verifies(digest, check.signature.b);
  }

  bool spend(std::uint64_t octets) {
    octets_ += octets;
    const std::uint32_t hashes = wanted_ ? limits_.header_hashes : limits_.ed25519_checks;
    const bool stopped =
        result_.hashes % 1024 == 0 && context_.stop != nullptr && context_.stop->stop_requested();
    if (exhausted_ || result_.hashes >= hashes || octets_ > limits_.header_octets || stopped) {
      exhausted_ = true;
      return false;
    }
    ++result_.hashes;
    return true;
  }

  std::vector<Variant> copies(const Chosen& more) const {
    std::vector<Variant> all;
    for (const Variant* variant : base_) all.push_back(*variant);
    for (const Variant* variant : more) all.push_back(*variant);
    return all;
  }

  const HeaderModel& model_;
  const RepairContext& context_;
  const RepairLimits& limits_;
  auth::HashAlgorithm algorithm_ = auth::HashAlgorithm::sha256;
  std::optional<auth::Digest> wanted_;
  Chosen base_;
  std::vector<std::string_view> texts_;
  std::vector<HashState> prefixes_;  // before each place of h=, and after the last
  std::string suffix_;               // all places one after the other, then the signature's field
  std::vector<std::size_t> starts_;
  HeaderResult result_;
  std::uint64_t octets_ = 0;
  bool exhausted_ = false;
};

bool touches(const FieldGroup& group, const Joint& joint) {
  for (const Variant& variant : joint) {
    for (const SlotText& text : variant.slots) {
      if (std::find(group.slots.begin(), group.slots.end(), text.slot) != group.slots.end()) {
        return true;
      }
    }
  }
  return false;
}

Chosen pointers(const Joint& joint) {
  Chosen all;
  for (const Variant& variant : joint) all.push_back(&variant);
  return all;
}

// Each field's variants alone, over `joint`.
bool try_single(HeaderTrial& trial, const HeaderModel& model, const Joint& joint) {
  trial.start_from(pointers(joint));
  if (!joint.empty()) trial.attempt();
  for (int tier = 0; tier <= static_cast<int>(Tier::dictionary); ++tier) {
    for (const FieldGroup& group : model.groups()) {
      if (touches(group, joint)) continue;
      for (const Variant& variant : group.variants) {
        if (trial.over()) return trial.found();
        if (static_cast<int>(variant.tier) == tier) trial.attempt(variant);
      }
    }
  }
  return trial.found();
}

using Wanted = bool (*)(Tier);
bool is_likely(Tier tier) {
  return tier == Tier::presence || tier == Tier::subject || tier == Tier::dictionary;
}
bool is_any(Tier) { return true; }

// Two fields at once: for each variant of one all of the other.
bool try_pair(HeaderTrial& trial, const FieldGroup& one, const FieldGroup& other,
              const Joint& joint, Wanted wanted) {
  const FieldGroup& outer = one.slots.front() < other.slots.front() ? one : other;
  const FieldGroup& inner = &outer == &one ? other : one;
  for (const Variant& variant : outer.variants) {
    if (!wanted(variant.tier)) continue;
    Chosen chosen = pointers(joint);
    chosen.push_back(&variant);
    trial.start_from(std::move(chosen));
    for (const Variant& second : inner.variants) {
      if (!wanted(second.tier)) continue;
      if (wanted == is_any && is_likely(variant.tier) && is_likely(second.tier)) continue;
      if (trial.attempt(second) || trial.over()) return trial.found();
    }
  }
  return trial.found();
}

std::uint64_t count(const FieldGroup& group, Wanted wanted) {
  return static_cast<std::uint64_t>(
      std::count_if(group.variants.begin(), group.variants.end(),
                    [&](const Variant& variant) { return wanted(variant.tier); }));
}

// The pairs with the fewest combinations first.
bool try_pairs(HeaderTrial& trial, const HeaderModel& model, const Joint& joint, Wanted wanted,
               const RepairLimits& limits) {
  struct Pair {
    std::uint64_t product;
    const FieldGroup *one, *other;
  };
  std::vector<Pair> pairs;
  const auto& groups = model.groups();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      if (touches(groups[i], joint) || touches(groups[j], joint)) continue;
      const std::uint64_t product = count(groups[i], wanted) * count(groups[j], wanted);
      if (product > 0 && product <= limits.pair_product) {
        pairs.push_back({product, &groups[i], &groups[j]});
      }
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.product < b.product; });
  for (const Pair& pair : pairs) {
    if (try_pair(trial, *pair.one, *pair.other, joint, wanted) || trial.over()) break;
  }
  return trial.found();
}

}  // namespace

HeaderResult search_header(HeaderModel& model, const RepairContext& context,
                           const RepairLimits& limits) {
  std::vector<std::string> addresses;
  if (context.disclosing) {
    addresses = addresses_within(model.message());
    addresses.insert(addresses.end(), context.addresses.begin(), context.addresses.end());
    if (addresses.size() > limits.dictionary) addresses.resize(limits.dictionary);
  }
  for (FieldGroup& group : model.groups()) {
    add_presence(model, group, context);
    add_subjects(model, group);
    add_spacing(model, group);
    add_addresses(model, group);
    add_words(model, group);
    add_mime(model, group);
    add_dictionary(model, group, context, addresses, limits);
  }
  HeaderTrial trial(model, context, limits);
  const std::vector<Joint> lists = list_joints(model);
  if (try_single(trial, model, {})) return trial.take();
  for (const Joint& joint : lists) {
    if (try_single(trial, model, joint) || trial.over()) return trial.take();
  }
  const std::vector<Joint> masked = masked_joints(model, addresses, limits);
  for (const Joint& joint : masked) {
    trial.start_from(pointers(joint));
    if (trial.attempt() || trial.over()) return trial.take();
  }
  const std::vector<Joint> styles = style_joints(model);
  for (const Joint& joint : styles) {
    trial.start_from(pointers(joint));
    if (trial.attempt() || trial.over()) return trial.take();
  }
  if (!trial.over()) trial.every_change_was_tried_alone();
  try_pairs(trial, model, {}, is_likely, limits);
  for (const Joint& joint : lists) {
    if (!trial.over()) try_pairs(trial, model, joint, is_likely, limits);
  }
  for (const Joint& joint : styles) {
    if (!trial.over()) try_single(trial, model, joint);
  }
  if (!trial.over()) try_pairs(trial, model, {}, is_any, limits);
  return trial.take();
}

}  // namespace letterlock::leak

#include "casefile/known_bodies.h"

#include <xxhash.h>

#include <utility>

#include "base/ascii.h"
#include "base/attributes.h"
#include "base/random_seed.h"

namespace letterlock::casefile {
namespace {

using mime::FieldName;

// Fields that servers and mailboxes write. Everything else is part of the key, read or not.
bool tells_of_the_way(const mime::Message& message, const mime::HeaderField& field) {
  switch (field.id) {
    case FieldName::received:
    case FieldName::return_path:
    case FieldName::delivered_to:
    case FieldName::message_id:
    case FieldName::dkim_signature:
    case FieldName::authentication_results:
    case FieldName::arc_seal:
    case FieldName::arc_message_signature:
    case FieldName::arc_authentication_results:
    case FieldName::status:
    case FieldName::x_originating_ip:
      return true;
    default: {
      const std::string_view name = message.octets(field.name);
      return starts_with_ignore_case(name, "X-") || equals_ignore_case(name, "Received-SPF");
    }
  }
}

std::size_t octets_of(const std::vector<std::string>& texts) {
  std::size_t octets = texts.size() * sizeof(std::string);
  for (const auto& text : texts) octets += text.size();
  return octets;
}

// Roughly; the memory that strings waste is left out.
std::size_t octets_of(const BodyFacts& facts) {
  std::size_t octets = sizeof(BodyFacts) + facts.text.size();
  for (const auto& link : facts.links) {
    octets += sizeof link + link.url.size() + link.host.size() + link.domain.size() +
              link.visible.size() + octets_of(link.carried_urls) + octets_of(link.carried_domains);
  }
  for (const auto& quote : facts.quotes) {
    octets += sizeof quote + quote.subject.size() + octets_of(quote.to_addresses) +
              octets_of(quote.to_names);
  }
  octets += facts.attachments.size() * sizeof(content::Attachment);
  octets += facts.traits.size() * sizeof(content::Trait);
  octets += facts.writing.words.size() * sizeof(std::uint32_t);
  octets += facts.writing.asks.size() * sizeof(store::AskFact);
  return octets + facts.defects.size() * sizeof(mime::Defect);
}

}  // namespace

KnownBodies::KnownBodies() : seed_(random_seed()), seen_(kSeen) {}

KnownBodies::Key KnownBodies::hash(const mime::Message& message, std::string_view body) const {
  thread_local const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(
      XXH3_createState(), XXH3_freeState);
  LL_ASSERT(state != nullptr);
  XXH3_128bits_reset_withSeed(state.get(), seed_);
  for (const mime::HeaderField& field : message.header()) {
    if (tells_of_the_way(message, field)) continue;
    const std::string_view whole = message.octets(field.whole);
    XXH3_128bits_update(state.get(), whole.data(), whole.size());
    // No field holds a NUL and a line feed in a row, so that fields cannot run into each other.
    XXH3_128bits_update(state.get(), "\0\n", 2);
  }
  const std::uint64_t size = message.entities()[0].body.length;
  XXH3_128bits_update(state.get(), &size, sizeof size);
  XXH3_128bits_update(state.get(), body.data(), body.size());
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return {hash.low64, hash.high64 | 1};  // 0 stands for a free place
}

bool KnownBodies::may_be_copy(const mime::Message& message) {
  const Key key = hash(message, {});
  const std::lock_guard lock(mutex_);
  return std::exchange(seen_[key.low % kSeen], key.high) == key.high;
}

KnownBodies::Key KnownBodies::key_of(const mime::Message& message) const {
  return hash(message, message.octets(message.entities()[0].body));
}

std::shared_ptr<const BodyFacts> KnownBodies::find(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto known = kept_.find(key);
  return known == kept_.end() ? nullptr : known->second;
}

void KnownBodies::keep(const Key& key, std::shared_ptr<const BodyFacts> facts) {
  const std::size_t octets = octets_of(*facts);
  if (octets > kMostOctets / 16) return;
  const std::lock_guard lock(mutex_);
  if (octets_ + octets > kMostOctets) {
    kept_.clear();
    octets_ = 0;
  }
  if (kept_.emplace(key, std::move(facts)).second) octets_ += octets;
}

}  // namespace letterlock::casefile

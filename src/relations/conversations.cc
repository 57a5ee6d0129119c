#include "relations/conversations.h"

#include <algorithm>
#include <iterator>

namespace letterlock::relations {
namespace {

constexpr std::size_t kSweepEvery = 8192;

bool among(const std::vector<std::uint32_t>& known, std::uint32_t one) {
  return std::find(known.begin(), known.end(), one) != known.end();
}

void add_bounded(std::vector<std::uint32_t>& known, std::span<const std::uint32_t> more,
                 std::size_t most) {
  for (const std::uint32_t one : more) {
    if (known.size() >= most) return;
    if (!among(known, one)) known.push_back(one);
  }
}

std::size_t numbers_of(const Conversation& conversation) {
  return conversation.words.size() + conversation.places.size();
}

}  // namespace

bool Conversation::has_author(AddressId who) const { return among(authors, who); }
bool Conversation::has_recipient(AddressId who) const { return among(recipients, who); }
bool Conversation::has_word(std::uint32_t word) const {
  return std::binary_search(words.begin(), words.end(), word);
}
bool Conversation::has_place(std::uint32_t place) const { return among(places, place); }

void Conversations::observe(const Spoken& message) {
  if (message.id == store::kNoMessage) return;
  if (message.id >= messages_.size()) messages_.resize(message.id + 1);
  Message& entry = messages_[message.id];
  const Message* parent = this->message(message.parent);
  if (parent != nullptr) {
    entry.conversation = parent->conversation;
  } else if (entry.conversation == kNone) {
    entry.conversation = static_cast<std::uint32_t>(all_.size());
    all_.emplace_back().first = message.at;
  }
  entry.author = message.author;
  entry.at = message.at;
  Conversation& conversation = all_[entry.conversation];
  ++conversation.messages;
  conversation.last = std::max(conversation.last, message.at);
  numbers_ -= numbers_of(conversation);
  add_bounded(conversation.authors, {&message.author, 1}, kConversationAuthors);
  add_bounded(conversation.recipients, message.recipients, kConversationRecipients);
  add_bounded(conversation.places, message.places, kConversationPlaces);
  if (!message.places.empty()) ++conversation.with_links;
  if (conversation.words.size() < kConversationWords) {
    std::vector<std::uint32_t> merged;
    merged.reserve(conversation.words.size() + message.words.size());
    std::set_union(conversation.words.begin(), conversation.words.end(), message.words.begin(),
                   message.words.end(), std::back_inserter(merged));
    conversation.words = std::move(merged);
  }
  numbers_ += numbers_of(conversation);
  if (numbers_ > most_numbers_) forget_silent();
  if (++since_sweep_ >= kSweepEvery) forget_ended(message.at);
}

const Conversations::Message* Conversations::message(store::MessageId id) const {
  if (id == store::kNoMessage || id >= messages_.size()) return nullptr;
  return messages_[id].conversation == kNone ? nullptr : &messages_[id];
}

const Conversation* Conversations::of(store::MessageId id) const {
  const Message* known = message(id);
  return known == nullptr ? nullptr : &all_[known->conversation];
}

void Conversations::forget(Conversation& conversation) {
  numbers_ -= numbers_of(conversation);
  conversation.words = {};
  conversation.places = {};
}

void Conversations::forget_ended(UnixTime now) {
  since_sweep_ = 0;
  for (Conversation& conversation : all_) {
    if (now - conversation.last >= kConversationEnds) forget(conversation);
  }
}

// The longer silent half goes, so that this is rarely needed: linear work over all observations.
void Conversations::forget_silent() {
  std::vector<UnixTime> spoke;
  for (const Conversation& conversation : all_) {
    if (numbers_of(conversation) > 0) spoke.push_back(conversation.last);
  }
  if (spoke.empty()) return;
  const auto middle = spoke.begin() + static_cast<std::ptrdiff_t>(spoke.size() / 2);
  std::nth_element(spoke.begin(), middle, spoke.end());
  for (Conversation& conversation : all_) {
    if (conversation.last <= *middle) forget(conversation);
  }
}

}  // namespace letterlock::relations

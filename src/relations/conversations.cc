#include "relations/conversations.h"

#include <algorithm>
#include <iterator>

namespace letterlock::relations {
namespace {

constexpr std::size_t kSweepEvery = 8192;

bool among(std::span<const std::uint32_t> known, std::uint32_t one) {
  return std::find(known.begin(), known.end(), one) != known.end();
}

// `known` and what is new of `more`, up to `most` in all.
std::uint16_t put_bounded(std::span<const std::uint32_t> known, std::span<const std::uint32_t> more,
                          std::size_t most, std::vector<std::uint32_t>& into) {
  const std::size_t from = into.size();
  into.insert(into.end(), known.begin(), known.end());
  for (const std::uint32_t one : more) {
    if (into.size() - from >= most) break;
    if (!among(std::span(into).subspan(from), one)) into.push_back(one);
  }
  return static_cast<std::uint16_t>(into.size() - from);
}

}  // namespace

bool Conversation::has_author(AddressId who) const { return among(authors(), who); }
bool Conversation::has_recipient(AddressId who) const { return among(recipients(), who); }
bool Conversation::has_word(std::uint32_t word) const {
  return std::binary_search(said().begin(), said().end(), word);
}
bool Conversation::has_place(std::uint32_t place) const { return among(places(), place); }

void Conversation::observe(const Spoken& message) {
  ++messages_;
  last_ = std::max(last_, message.at);
  std::vector<std::uint32_t> all;
  all.reserve(numbers_.size() + 1 + message.recipients.size() + message.places.size() +
              message.words.size());
  const auto authors =
      put_bounded(this->authors(), {&message.author, 1}, kConversationAuthors, all);
  const auto recipients =
      put_bounded(this->recipients(), message.recipients, kConversationRecipients, all);
  const auto places = put_bounded(this->places(), message.places, kConversationPlaces, all);
  const auto known = said();
  if (known.size() < kConversationWords) {
    std::set_union(known.begin(), known.end(), message.words.begin(), message.words.end(),
                   std::back_inserter(all));
  } else {
    all.insert(all.end(), known.begin(), known.end());
  }
  // Nothing goes, so what is as long is the same; kept in a block that is no longer than needed.
  if (all.size() != numbers_.size()) numbers_ = std::vector(all.begin(), all.end());
  authors_ = authors;
  recipients_ = recipients;
  places_ = places;
}

void Conversation::forget() {
  numbers_.resize(std::size_t{authors_} + recipients_);
  numbers_.shrink_to_fit();
  places_ = 0;
}

void Conversations::observe(const Spoken& message) {
  if (message.id == store::kNoMessage) return;
  if (message.id >= conversation_of_.size()) conversation_of_.resize(message.id + 1, kNone);
  std::uint32_t& number = conversation_of_[message.id];
  const std::uint32_t of_parent = number_of(message.parent);
  if (of_parent != kNone) {
    number = of_parent;
  } else if (number == kNone) {
    number = static_cast<std::uint32_t>(all_.size());
    all_.emplace_back();
  }
  Conversation& conversation = all_[number];
  const std::size_t before = conversation.held();
  conversation.observe(message);
  if (before == 0 && conversation.held() > 0) talking_.push_back(number);
  numbers_ += conversation.held() - before;
  if (numbers_ > most_numbers_) forget_silent();
  if (++since_sweep_ >= kSweepEvery) {
    since_sweep_ = 0;
    forget_where([&](UnixTime last) { return message.at - last >= kConversationEnds; });
  }
}

std::uint32_t Conversations::number_of(store::MessageId id) const {
  return id == store::kNoMessage || id >= conversation_of_.size() ? kNone : conversation_of_[id];
}

const Conversation* Conversations::of(store::MessageId id) const {
  const std::uint32_t number = number_of(id);
  return number == kNone ? nullptr : &all_[number];
}

template <class Goes>
void Conversations::forget_where(Goes goes) {
  std::erase_if(talking_, [&](std::uint32_t number) {
    Conversation& conversation = all_[number];
    if (!goes(conversation.last())) return false;
    numbers_ -= conversation.held();
    conversation.forget();
    return true;
  });
}

// The longer silent half goes, so that this is rarely needed: linear work over all observations.
void Conversations::forget_silent() {
  std::vector<UnixTime> spoke;
  spoke.reserve(talking_.size());
  for (const std::uint32_t number : talking_) spoke.push_back(all_[number].last());
  if (spoke.empty()) return;
  const auto middle = spoke.begin() + static_cast<std::ptrdiff_t>(spoke.size() / 2);
  std::nth_element(spoke.begin(), middle, spoke.end());
  forget_where([most = *middle](UnixTime last) { return last <= most; });
}

}  // namespace letterlock::relations

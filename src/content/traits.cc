#include "content/traits.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/printable.h"
#include "content/tokens.h"
#include "content/trait_list.h"

namespace letterlock::content {
namespace {

// A message with dozens of signatures is an attempt to make us work; real ones carry up to four.
constexpr std::size_t kMostTraits = 128;
static_assert(kMostTraits < 256);

constexpr std::array<std::string_view, kTraitKinds> kTraitNames = {"network",
                                                                   "origin_domain",
                                                                   "origin_host",
                                                                   "protocol",
                                                                   "hops",
                                                                   "tenant",
                                                                   "signer",
                                                                   "selector",
                                                                   "signature_form",
                                                                   "arc",
                                                                   "return_path",
                                                                   "spf",
                                                                   "dkim",
                                                                   "dmarc",
                                                                   "mailer_family",
                                                                   "mailer",
                                                                   "message_id_shape",
                                                                   "message_id_host",
                                                                   "boundary",
                                                                   "header_order",
                                                                   "header_case",
                                                                   "charset",
                                                                   "encoding",
                                                                   "structure",
                                                                   "html_generator",
                                                                   "line_width",
                                                                   "thread_index",
                                                                   "mime_version",
                                                                   "language_field",
                                                                   "priority",
                                                                   "flowed",
                                                                   "zone",
                                                                   "delay",
                                                                   "language",
                                                                   "greeting",
                                                                   "closing",
                                                                   "signature",
                                                                   "message_kind",
                                                                   "quoting",
                                                                   "text_length",
                                                                   "letter_case",
                                                                   "emoji",
                                                                   "punctuation",
                                                                   "attachment_type",
                                                                   "attachment_sign",
                                                                   "hidden_text"};

constexpr std::array<std::string_view, kAskKinds> kAskNames = {
    "login", "document", "payment", "secrecy", "channel", "urgency", "access", "bait"};

}  // namespace

TraitFamily trait_family(TraitKind kind) {
  if (kind <= TraitKind::dmarc) return TraitFamily::path;
  if (kind <= TraitKind::flowed) return TraitFamily::client;
  if (kind <= TraitKind::delay) return TraitFamily::clock;
  if (kind <= TraitKind::punctuation || kind == TraitKind::hidden_text) return TraitFamily::writing;
  return TraitFamily::attached;
}

std::string_view trait_name(TraitKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kTraitNames.size() ? kTraitNames[index] : "unknown";
}

std::string_view ask_name(AskKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kAskNames.size() ? kAskNames[index] : "unknown";
}

std::uint32_t word_hash(std::string_view word) {
  const auto hashes = phrase_hashes(word);
  return hashes.empty() ? 0 : fold_hash(hashes.front());
}

void TraitList::add(TraitKind kind, std::string_view value, ByteRange where) {
  if (traits_.size() >= kMostTraits) return;
  value = trim(value);
  if (value.empty()) return;
  value = value.substr(0, kLongestTrait);
  const bool plain =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  Trait trait{kind, plain ? std::string(value) : printable(value), where};
  if (trait.value.size() > kLongestTrait) {
    trait.value.resize(valid_utf8_prefix(std::string_view(trait.value).substr(0, kLongestTrait)));
  }
  traits_.push_back(std::move(trait));
}

void TraitList::add(Trait trait) {
  if (traits_.size() < kMostTraits) traits_.push_back(std::move(trait));
}

void TraitList::take(std::vector<Trait>& out) {
  std::array<std::uint8_t, kTraitKinds + 1> next{};  // the next place of each kind
  for (const Trait& trait : traits_) ++next[static_cast<std::size_t>(trait.kind) + 1];
  for (std::size_t kind = 1; kind <= kTraitKinds; ++kind) {
    next[kind] = static_cast<std::uint8_t>(next[kind] + next[kind - 1]);
  }
  std::array<std::uint8_t, kMostTraits> order;
  for (std::size_t i = 0; i < traits_.size(); ++i) {
    order[next[static_cast<std::size_t>(traits_[i].kind)]++] = static_cast<std::uint8_t>(i);
  }
  out.reserve(out.size() + traits_.size());
  for (std::size_t i = 0; i < traits_.size(); ++i) out.push_back(std::move(traits_[order[i]]));
  traits_.clear();
}

namespace {

void add_hidden_traits(const mime::Message& message, const Content& content, TraitList& out) {
  if (hidden_letters(content) == 0) return;
  for (std::size_t i = 0; i < content.hidden.size(); ++i) {
    const Hidden& one = content.hidden[i];
    const bool met =
        std::any_of(content.hidden.begin(), content.hidden.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const Hidden& other) { return other.way == one.way; });
    if (met) continue;
    out.add(TraitKind::hidden_text, hiding_way_name(one.way),
            message.entities()[one.where.entity].body);
  }
}

}  // namespace

Traits traits_of(const mime::Message& message, const Content& content) {
  Traits found = body_traits_of(message, content);
  add_header_traits(message, found.traits);
  return found;
}

Traits body_traits_of(const mime::Message& message, const Content& content) {
  thread_local TraitList list;
  Traits found;
  add_text_traits(message, content, list, found.writing);
  add_attachment_traits(message, content, list);
  add_hidden_traits(message, content, list);
  list.take(found.traits);
  return found;
}

void add_header_traits(const mime::Message& message, std::vector<Trait>& traits) {
  thread_local TraitList list;
  const auto date = mime::date_of(message);
  // First, so that dozens of signatures in the header leave no less room for them.
  for (Trait& trait : traits) list.add(std::move(trait));
  add_path_traits(message, date, list);
  add_client_traits(message, date, list);
  traits.clear();
  list.take(traits);
}

}  // namespace letterlock::content

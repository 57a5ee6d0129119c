// What a user may type for a message.
#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/printable.h"
#include "casefile/case.h"

namespace letterlock::casefile {
namespace {

using store::MessageId;

constexpr std::size_t kShortestPrefix = 4;  // FactStore::find_hash_prefix
constexpr std::size_t kMostListed = 10;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool all_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return hex_value(c) >= 0; });
}

std::string_view without_brackets(std::string_view text) {
  if (text.starts_with('<')) text.remove_prefix(1);
  if (text.ends_with('>')) text.remove_suffix(1);
  return text;
}

// One message, or an answer that says how to go on.
Expected<MessageId> the_only(const std::vector<MessageId>& found, std::string_view name) {
  if (found.size() == 1) return found.front();
  std::string list;
  for (std::size_t i = 0; i < std::min(found.size(), kMostListed); ++i) {
    list += fmt::format("{}#{}", list.empty() ? "" : ", ", found[i]);
  }
  if (found.size() > kMostListed) list += " and more";
  return fail(ErrorCode::usage, "'{}' is more than one message: {}; name one of these",
              printable(name), list);
}

// The ordinal, where the case has it.
Expected<std::optional<MessageId>> by_ordinal(store::FactStore& facts, std::string_view digits) {
  MessageId id = store::kNoMessage;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (parsed.ec != std::errc{}) return std::optional<MessageId>();
  auto found = facts.summaries(std::span(&id, 1));
  if (!found) return fail(std::move(found));
  return found->empty() ? std::optional<MessageId>() : std::optional(id);
}

}  // namespace

Expected<MessageId> Case::resolve(std::string_view name) {
  const std::string_view typed = trim(name);
  const std::string_view digits = typed.starts_with('#') ? typed.substr(1) : typed;
  if (all_digits(digits)) {
    auto found = by_ordinal(facts(), digits);
    if (!found) return fail(std::move(found));
    if (*found) return **found;
  }
  if (typed.size() >= kShortestPrefix && typed.size() <= 64 && all_hex(typed)) {
    auto found = facts().find_hash_prefix(lower_ascii(typed));
    if (!found) return fail(std::move(found));
    if (!found->empty()) return the_only(*found, typed);
  }
  if (const std::string_view id = without_brackets(typed); !id.empty()) {
    auto found = facts().find_message_id(id, kMostListed + 1);
    if (!found) return fail(std::move(found));
    if (!found->empty()) return the_only(*found, typed);
  }
  return fail(ErrorCode::not_found,
              "no message '{}' in this case; give its number (#17), its hash or at least {} digits "
              "of it, or its Message-ID",
              printable(typed), kShortestPrefix);
}

}  // namespace letterlock::casefile

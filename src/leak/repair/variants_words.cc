// Encoded-words: decoded, written anew, or written where a structured field allows none.
#include <algorithm>

#include "base/arena.h"
#include "base/ascii.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"
#include "mime/charset_writer.h"

namespace letterlock::leak {
namespace {

using enum mime::FieldName;

constexpr std::string_view kCharsets[] = {
    "UTF-8", "utf-8", "iso-8859-1", "ISO-8859-1", "windows-1252", "Windows-1252", "iso-8859-15"};

bool is_structured(const FieldGroup& group) {
  return group.id == message_id || group.id == in_reply_to || group.id == references ||
         group.id == date || group.id == mime_version || group.id == content_type ||
         group.id == content_transfer_encoding || group.lower == "dkim-signature" ||
         group.lower.starts_with("list-") || group.lower.starts_with("arc-");
}

bool has_high(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return !is_ascii(c); });
}

// From the first word with high octets to the last, as writers encode names and subjects.
std::vector<std::string> encoded(std::string_view utf8) {
  const auto high = [](char c) { return !is_ascii(c); };
  const auto first = std::find_if(utf8.begin(), utf8.end(), high);
  const std::size_t first_at = static_cast<std::size_t>(first - utf8.begin());
  const std::size_t space = utf8.rfind(' ', first_at);
  const std::size_t begin = space == utf8.npos ? 0 : space + 1;
  std::size_t last = utf8.size();
  while (last > 0 && !high(utf8[last - 1])) --last;
  const std::size_t end = std::min(utf8.find(' ', last), utf8.size());
  std::vector<std::string> all;
  for (const std::string_view charset : kCharsets) {
    const auto whole = mime::in_charset(utf8, charset);
    const auto middle = mime::in_charset(utf8.substr(begin, end - begin), charset);
    if (!whole || !middle) continue;
    for (const bool upper : {true, false}) {
      all.push_back(q_encoded(*whole, charset, upper));
      all.push_back(std::string(utf8.substr(0, begin)) + q_encoded(*middle, charset, upper) +
                    std::string(utf8.substr(end)));
    }
    all.push_back(b_encoded(*whole, charset));
    all.push_back(std::string(utf8.substr(0, begin)) + b_encoded(*middle, charset) +
                  std::string(utf8.substr(end)));
  }
  for (std::size_t i = 0, count = all.size(); i < count; ++i) {
    std::string lower(all[i]);
    for (const std::string_view mark : {"?Q?", "?B?"}) {
      for (std::size_t at = lower.find(mark); at != lower.npos; at = lower.find(mark, at + 3)) {
        lower[at + 1] = to_lower(lower[at + 1]);
      }
    }
    all.push_back(std::move(lower));
  }
  return all;
}

// The names of an address list written anew, the addresses as they are.
std::vector<std::string> encoded_names(const std::vector<AddressItem>& items) {
  std::vector<std::vector<std::string>> names;
  std::size_t most = 0;
  for (const AddressItem& item : items) {
    const std::string bare = without_quotes(words_decoded(item.name).value_or(item.name));
    names.push_back(has_high(bare) ? encoded(bare) : std::vector<std::string>());
    most = std::max(most, names.back().size());
  }
  std::vector<std::string> all;
  for (std::size_t style = 0; style < most; ++style) {
    for (const bool quoted : {false, true}) {
      std::vector<AddressItem> written_anew(items);
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (style >= names[i].size()) continue;
        written_anew[i].name = quoted ? "\"" + names[i][style] + "\"" : names[i][style];
      }
      all.push_back(written(written_anew, {}));
    }
  }
  return all;
}

void keep_words(const HeaderModel& model, FieldGroup& group, std::string_view body) {
  keep(group, model.with_body(group, body,
                              is_structured(group) ? Change::encoded_words_in_structured_field
                                                   : Change::encoded_words_changed,
                              is_structured(group) ? Tier::presence : Tier::words));
}

}  // namespace

void add_words(const HeaderModel& model, FieldGroup& group) {
  constexpr std::size_t kLongest = 16'384;
  const auto body = model.first_body(group);
  if (!body || body->size() > kLongest) return;
  const std::string flat(trim(unfolded(*body)));
  const auto decoded = words_decoded(*body);
  const std::string text = decoded ? std::string(trim(*decoded)) : flat;
  if (decoded) keep_words(model, group, text);
  if (decoded && is_structured(group)) {
    // Long identifiers are cut between words; the space is the writer's.
    std::string tight(text);
    std::erase(tight, ' ');
    keep_words(model, group, tight);
  }
  if (group.id == references || group.id == in_reply_to) {
    std::string spaced;
    for (std::size_t i = 0; i < text.size(); ++i) {
      spaced += text[i];
      if (text[i] == '>' && i + 1 < text.size() && text[i + 1] == '<') spaced += ' ';
    }
    keep_words(model, group, spaced);
  }
  if (is_structured(group) || !has_high(text)) return;
  for (const std::string& one : encoded(text)) keep_words(model, group, one);
  const auto items = address_items(*body);
  if (!items || group.id == subject || items->size() > 100) return;
  for (const std::string& one : encoded_names(*items)) keep_words(model, group, one);
}

// Looks at each field with "=?" whose syntax has no place for it.
DecodedFields decode_structured_fields(const mime::Message& message) {
  constexpr std::string_view kFields[] = {
      "dkim-signature", "message-id", "in-reply-to",           "references",
      "content-type",   "arc-seal",   "arc-message-signature", "date"};
  DecodedFields result;
  std::vector<Variant> variants;
  for (std::uint32_t i = 0; i < message.header().size(); ++i) {
    const mime::HeaderField& field = message.header()[i];
    const std::string_view name = message.octets(field.name);
    const std::string_view body = message.octets(field.body);
    if (body.find("=?") == body.npos ||
        std::none_of(std::begin(kFields), std::end(kFields),
                     [&](std::string_view wanted) { return equals_ignore_case(name, wanted); })) {
      continue;
    }
    const auto decoded = words_decoded(body);
    if (!decoded) continue;
    Variant variant{.change = Change::encoded_words_in_structured_field,
                    .tier = Tier::presence,
                    .discloses = false,
                    .slots = {},
                    .edits = {}};
    variant.edits.push_back(
        {FieldEdit::Kind::replace, i, std::string(name), " " + std::string(trim(*decoded))});
    variants.push_back(std::move(variant));
  }
  if (variants.empty()) return result;
  result.octets = rebuild_header(message, variants);
  result.edits = edits_of(message, variants);
  return result;
}

}  // namespace letterlock::leak

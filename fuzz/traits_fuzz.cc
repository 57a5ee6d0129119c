// Traits of a message under hostile input. Checked for every input: values are short, printable and
// lie inside the message; words are distinct, sorted and bounded; asks lie inside the text they
// were found in; the same octets give the same traits; folding keeps UTF-8 well-formed.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/printable.h"
#include "content/shape.h"
#include "content/tokens.h"
#include "content/traits.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::content;
using fuzz::require;

void check_trait(const mime::Message& message, const Trait& trait) {
  require(!trait.value.empty() && trait.value.size() <= kLongestTrait);
  require(printable(trait.value) == trait.value);
  require(trait.where.end() <= message.octets().size());
}

void check_ask(const mime::Message& message, const Ask& ask) {
  require(ask.count > 0 && ask.where.entity < message.entities().size());
  const auto& entity = message.entities()[ask.where.entity];
  const std::size_t size = std::max(message.text(entity).size(), message.decoded(entity).size());
  require(ask.where.offset + ask.where.length <= size);
}

void check_spans(const Content& content) {
  std::uint32_t end = 0;
  for (const NewTextSpan& span : content.new_spans) {
    require(span.begin >= end && span.length > 0);
    end = span.begin + span.length;
  }
}

bool same(const Traits& a, const Traits& b) {
  return a.writing.words == b.writing.words && a.writing.asks.size() == b.writing.asks.size() &&
         std::equal(a.traits.begin(), a.traits.end(), b.traits.begin(), b.traits.end(),
                    [](const Trait& one, const Trait& other) {
                      return one.kind == other.kind && one.value == other.value &&
                             one.where == other.where;
                    });
}

void check_message(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  require(message.has_value());
  Limits limits;
  limits.indexed_text = 4000;
  const Content content = extract(*message, limits);
  check_spans(content);
  const Traits traits = traits_of(*message, content);
  for (const Trait& trait : traits.traits) check_trait(*message, trait);
  for (const Ask& ask : traits.writing.asks) check_ask(*message, ask);
  const auto& words = traits.writing.words;
  require(words.size() <= kMostWords && words.size() <= traits.writing.word_count);
  require(std::adjacent_find(words.begin(), words.end(), std::greater_equal<>()) == words.end());
  require(same(traits, traits_of(*message, content)));
}

void check_text(std::string_view text) {
  std::string folded;
  fold(text, folded);
  require(is_valid_utf8(folded) || !is_valid_utf8(text));
  Tokens tokens;
  tokens.add_line(text, 7);
  for (const Token& token : tokens.all()) {
    require(token.begin >= 7 && token.begin - 7 + token.length <= text.size());
  }
  require(shape_of(text).size() <= 1024 && host_shape(text).size() <= 255);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_message(input);
  check_text(input.substr(0, 4096));
  return 0;
}

// What a relay did that could not pass on 8-bit text (RFC 6152 section 3): every 8-bit part in
// quoted-printable, every Content-Transfer-Encoding written anew. All parts at once; one by one or
// in pairs would cost far more.
#include <algorithm>
#include <array>

#include "leak/repair/body_search.h"
#include "leak/repair/part_text.h"

namespace letterlock::leak {
namespace {

// Where the field stood among its part's fields. Postfix takes it out and appends its own.
enum class Place : std::uint8_t { as_found, after_type, before_type, last };
constexpr std::array kPlaces = {Place::as_found, Place::after_type, Place::before_type,
                                Place::last};
// What a part said that is 7bit now. Nothing at all: its field came from the relay.
constexpr std::array<std::string_view, 3> kPlainWords = {"7bit", "", "8bit"};
constexpr std::array<std::string_view, 3> kWords = {"8bit", "8BIT", "binary"};

constexpr std::size_t kMostLeftOut = 4;  // parts of which each is left out in turn

struct Part {
  ByteRange field;  // its Content-Transfer-Encoding, line end included
  ByteRange type;   // its Content-Type, likewise; empty where it has none
  std::uint32_t fields_end = 0;
  bool quoted_printable = false;
  ByteRange body;
  std::string content;  // decoded, where quoted_printable
};

std::vector<Part> parts_of(const mime::Message& message, ByteRange body) {
  std::vector<Part> parts;
  const std::vector<TextPart> texts = text_parts(message, body);
  for (const mime::Entity& entity : message.entities().subspan(1)) {
    const auto* field = message.find(entity, mime::FieldName::content_transfer_encoding);
    if (field == nullptr || !body.contains(field->whole)) continue;
    Part part;
    part.field = field->whole;
    if (const auto* type = message.find(entity, mime::FieldName::content_type)) {
      part.type = type->whole;
    }
    part.fields_end = message.fields(entity).back().whole.end();
    part.body = entity.body;
    part.quoted_printable = entity.encoding == mime::TransferEncoding::quoted_printable;
    if (part.quoted_printable) {
      const auto text = std::find_if(texts.begin(), texts.end(), [&](const TextPart& one) {
        return one.body.offset == entity.body.offset;
      });
      if (text == texts.end()) return {};  // too many or too large to be undone together
      part.content = text->content;
    } else if (entity.encoding != mime::TransferEncoding::seven_bit) {
      continue;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::size_t place_of(const Part& part, Place place) {
  if (place == Place::last) return part.fields_end;
  if (part.type.empty() || place == Place::as_found) return part.field.offset;
  return place == Place::after_type ? part.type.end() : part.type.offset;
}

Step undone(const std::vector<Part>& parts, ByteRange body, std::string_view text, Place place,
            std::string_view plain_word, std::string_view word, std::string_view line_end) {
  Step step{Change::transfer_encoding_changed, {}};
  for (const Part& part : parts) {
    const std::string_view said = part.quoted_printable ? word : plain_word;
    std::string field;
    if (!said.empty()) {
      field.append("Content-Transfer-Encoding: ").append(said).append(line_end);
    }
    const std::size_t at = place_of(part, place);
    const std::size_t from = part.field.offset, base = body.offset;
    if (at == from || at == part.field.end()) {
      step.splices.push_back({from - base, part.field.length, field});
    } else {
      step.splices.push_back({from - base, part.field.length, {}});
      step.splices.push_back({at - base, 0, field});
    }
    if (!part.quoted_printable) continue;
    std::string written = encoded(part.content, Layout{}, line_end);
    const std::size_t begin = part.body.offset - base;
    if (written.ends_with(line_end) && !text.substr(begin, part.body.length).ends_with('\n')) {
      written.resize(written.size() - line_end.size());
    }
    step.splices.push_back({begin, part.body.length, std::move(written)});
  }
  std::stable_sort(step.splices.begin(), step.splices.end(),
                   [](const Splice& a, const Splice& b) { return a.offset < b.offset; });
  return step;
}

}  // namespace

void try_relay_encoding(const mime::Message& message, ByteRange body, BodyTrial& trial) {
  const std::string_view text = message.octets(body);
  const std::vector<Part> parts = parts_of(message, body);
  if (std::none_of(parts.begin(), parts.end(), [](const Part& p) { return p.quoted_printable; })) {
    return;
  }
  const auto attempt_all = [&](const std::vector<Part>& changed) {
    for (const Place place : kPlaces) {
      for (const std::string_view plain_word : kPlainWords) {
        for (const std::string_view word : kWords) {
          if (trial.over()) return;
          trial.attempt_step(
              text, {}, undone(changed, body, text, place, plain_word, word, trial.line_end()));
        }
      }
    }
  };
  attempt_all(parts);
  // One of a few parts may have been in quoted-printable before.
  if (parts.size() < 2 || parts.size() > kMostLeftOut) return;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].quoted_printable) continue;
    std::vector<Part> others = parts;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    attempt_all(others);
  }
}

}  // namespace letterlock::leak

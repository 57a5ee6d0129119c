// Changes of MIME structure: parts added, bodies wrapped, boundaries lost.
#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/body_search.h"
#include "leak/repair/part_text.h"

namespace letterlock::leak {
namespace {

constexpr unsigned kPartFooterLines = 24;
constexpr std::size_t kMostParts = 200;

constexpr std::string_view kPreambles[] = {
    "This is a multi-part message in MIME format.", "This is a MIME-formatted message.",
    "This is a multipart message in MIME format.",
    "This message is in MIME format. Since your mail reader does not understand this format, some "
    "or all of this message may not be legible."};

// Offsets within the body.
struct PartPlace {
  std::size_t delimiter = 0;  // of the delimiter line before the part
  std::size_t content = 0;    // its body
  std::size_t content_end = 0;
  std::size_t next = 0;  // of the delimiter line after it
};

std::size_t line_start(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? text.npos : text.rfind('\n', at - 1);
  return newline == text.npos ? 0 : newline + 1;
}

std::vector<PartPlace> part_places(const mime::Message& message, ByteRange body,
                                   std::string_view text) {
  std::vector<PartPlace> places;
  const auto entities = message.entities();
  for (std::size_t i = 1; i < entities.size() && places.size() < kMostParts; ++i) {
    const mime::Entity& entity = entities[i];
    const mime::Entity& parent = entities[entity.parent];
    if (parent.media != mime::MediaClass::multipart || entity.whole.offset <= body.offset) continue;
    PartPlace place;
    const std::size_t begin = entity.whole.offset - body.offset;
    place.delimiter = line_start(text, begin - 1);
    place.content = entity.body.offset - body.offset;
    place.content_end = entity.body.end() - body.offset;
    const std::size_t end = text.find('\n', entity.whole.end() - body.offset);
    place.next = end == text.npos ? text.size() : end + 1;
    places.push_back(place);
  }
  return places;
}

void try_structure(std::string_view text, const mime::Message& message, ByteRange body,
                   BodyTrial& trial) {
  const std::vector<PartPlace> places = part_places(message, body, text);
  // The last part is the likeliest to have been added.
  for (std::size_t i = places.size(); i > 0 && !trial.over(); --i) {
    const PartPlace& place = places[i - 1];
    if (place.next <= place.delimiter) continue;
    trial.attempt_step(text, {},
                       {Change::part_added, {{place.delimiter, place.next - place.delimiter, {}}}});
  }
  for (std::size_t i = 0; i < places.size() && i < 8 && !trial.over(); ++i) {
    const PartPlace& place = places[i];
    if (place.content_end < place.content) continue;
    trial.attempt_step(
        text, {},
        {Change::wrapped_in_multipart,
         {{0, place.content, {}}, {place.content_end, text.size() - place.content_end, {}}}},
        kPartFooterLines);
  }
}

void try_boundaries(std::string_view text, const mime::Message& message, BodyTrial& trial) {
  const mime::Entity& root = message.entities()[0];
  if (root.media != mime::MediaClass::multipart) return;
  const auto boundary = message.content_type(root).parameter("boundary");
  if (!boundary || boundary->empty()) return;
  const std::string end(trial.line_end());
  const std::string close = "--" + std::string(*boundary) + "--";
  const std::string gap = text.ends_with('\n') ? "" : end;
  for (const std::string& before : {gap, gap + end}) {
    trial.attempt_step(
        text, {}, {Change::closing_boundary_removed, {{text.size(), 0, before + close + end}}});
  }
  const std::size_t first = text.find("--" + std::string(*boundary));
  if (first == text.npos) return;
  for (const std::string_view preamble : kPreambles) {
    for (const std::string& after : {end + end, end}) {
      trial.attempt_step(text, {},
                         {Change::preamble_changed, {{0, first, std::string(preamble) + after}}});
    }
  }
  for (const std::string& blank : {std::string(), end, end + end}) {
    trial.attempt_step(text, {}, {Change::preamble_changed, {{0, first, blank}}});
  }
}

// Folding of the parts' own fields, which counts as body.
Step refolded_fields(const mime::Message& message, ByteRange body, std::string_view fold) {
  Step step{Change::field_respaced, {}};
  for (const mime::HeaderField& field : message.fields().subspan(message.header().size())) {
    const std::string_view text = message.octets(field.body);
    if (!body.contains(field.whole)) continue;
    for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
      std::size_t begin = at, end = at + 1;
      if (begin > 0 && text[begin - 1] == '\r') --begin;
      while (begin > 0 && is_wsp(text[begin - 1])) --begin;
      while (end < text.size() && is_wsp(text[end])) ++end;
      step.splices.push_back(
          {field.body.offset - body.offset + begin, end - begin, std::string(fold)});
      if (step.splices.size() > 1'000) return step;
    }
  }
  return step;
}

// Addresses that were masked in the header too.
Step unmasked(std::string_view text, const Masked& masked) {
  Step step{Change::recipient_masked, {}};
  for (const auto& [found, original] : masked) {
    if (found.empty() || !step.splices.empty()) continue;
    for (std::size_t at = text.find(found); at != text.npos;
         at = text.find(found, at + found.size())) {
      step.splices.push_back({at, found.size(), original});
    }
  }
  return step;
}

}  // namespace

void try_rewritten_fields(const mime::Message& message, ByteRange body, const Masked& masked,
                          BodyTrial& trial) {
  constexpr std::size_t kBehind = 120;
  const std::string_view text = message.octets(body);
  const std::string end(trial.line_end());
  std::vector<Step> starts{unmasked(text, masked)};
  for (const std::string& fold : {std::string(" "), end + "\t", end + " "}) {
    starts.push_back(refolded_fields(message, body, fold));
  }
  for (const Step& step : starts) {
    if (step.splices.empty() || trial.over()) continue;
    const std::string changed = spliced(text, step.splices);
    if (trial.attempt(changed, {step}, kPartFooterLines)) return;
    std::string whole(message.octets().substr(0, body.offset));
    whole += changed;
    const auto again = mime::Message::parse_view(whole, message.limits());
    if (!again) continue;
    const ByteRange where{body.offset, static_cast<std::uint32_t>(changed.size())};
    try_text_parts(*again, where, {step}, kBehind, trial);
  }
}

void try_part_changes(const mime::Message& message, ByteRange body, BodyTrial& trial) {
  const std::string_view text = message.octets(body);
  try_relay_encoding(message, body, trial);
  if (!trial.over()) try_part_programs(message, body, trial);
  if (!trial.over()) try_boundaries(text, message, trial);
  if (!trial.over()) try_structure(text, message, body, trial);
  if (!trial.over()) try_text_parts(message, body, {}, 1'200, trial);
}

}  // namespace letterlock::leak

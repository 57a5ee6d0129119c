#include "hunt/evidence.h"

#include <fmt/core.h>

#include <functional>
#include <optional>
#include <utility>

#include "base/printable.h"
#include "mime/message.h"

namespace letterlock::hunt {
namespace {

bool within(std::string_view whole, std::string_view part) {
  const std::less_equal<const char*> not_after;
  return not_after(whole.data(), part.data()) &&
         not_after(part.data() + part.size(), whole.data() + whole.size());
}

void say(std::string_view text, Evidence& evidence) {
  evidence.says_all = text.size() <= kMostShown;
  if (!evidence.says_all) {
    text = text.substr(0, kMostShown);
    // Not in the middle of a character, where there is one.
    const std::size_t whole = valid_utf8_prefix(text);
    if (text.size() - whole < 4) text = text.substr(0, whole);
  }
  evidence.says = text;
}

std::optional<std::string_view> decoded_text(const mime::Message& message,
                                             const store::PartText& where) {
  if (where.part >= message.entities().size()) return std::nullopt;
  const std::string_view text = message.text(message.entities()[where.part]);
  if (where.offset > text.size() || where.length > text.size() - where.offset) return std::nullopt;
  return text.substr(where.offset, where.length);
}

// What stands in a form that is no text, or nowhere in one piece: all of the part.
bool place_part(const mime::Message& message, Evidence& evidence) {
  const std::uint32_t part = evidence.decoded->part;
  if (part >= message.entities().size()) return false;
  const mime::Entity& entity = message.entities()[part];
  evidence.where = entity.body;
  evidence.decoded.reset();
  evidence.says_all = false;
  evidence.shows += fmt::format(", in part {}", part);
  if (const auto name = message.filename(entity)) {
    evidence.shows += fmt::format(" (\u201c{}\u201d)", printable(name->substr(0, 80)));
  }
  return true;
}

bool place(const mime::Message& message, Evidence& evidence) {
  const std::string_view octets = message.octets();
  if (evidence.decoded && evidence.decoded->length == 0) return place_part(message, evidence);
  if (evidence.decoded) {
    const auto text = decoded_text(message, *evidence.decoded);
    if (!text) return false;
    say(*text, evidence);
    if (within(octets, *text)) {
      evidence.where = {static_cast<std::uint32_t>(text->data() - octets.data()),
                        static_cast<std::uint32_t>(text->size())};
      evidence.decoded.reset();
    } else {
      evidence.where = message.entities()[evidence.decoded->part].body;
    }
    return true;
  }
  if (!evidence.field.empty() && evidence.where.empty()) {
    const auto* field = message.find(std::string_view(evidence.field));
    if (!field) return false;
    evidence.where = field->whole;
  }
  if (evidence.where.end() > octets.size()) return false;
  say(message.octets(evidence.where), evidence);
  return true;
}

}  // namespace

Evidence in_text(store::MessageId message, store::PartText where, std::string shows) {
  Evidence evidence;
  evidence.message = message;
  evidence.decoded = where;
  evidence.shows = std::move(shows);
  return evidence;
}

Evidence in_field(store::MessageId message, std::string field, std::string shows) {
  Evidence evidence;
  evidence.message = message;
  evidence.field = std::move(field);
  evidence.shows = std::move(shows);
  return evidence;
}

Evidence in_octets(store::MessageId message, ByteRange where, std::string shows) {
  Evidence evidence;
  evidence.message = message;
  evidence.where = where;
  evidence.shows = std::move(shows);
  return evidence;
}

bool settle(std::string_view octets, Evidence& evidence) {
  auto message = mime::Message::parse_view(octets);
  if (!message || !place(*message, evidence)) return false;
  evidence.sha256 = sha256(octets);
  evidence.cut_sha256 = sha256(octets.substr(evidence.where.offset, evidence.where.length));
  return true;
}

EvidenceCheck check_evidence(std::string_view octets, const Evidence& evidence) {
  EvidenceCheck check;
  if (sha256(octets) != evidence.sha256) {
    check.why = "the message's octets have another SHA-256 than the evidence names";
    return check;
  }
  if (std::uint64_t{evidence.where.offset} + evidence.where.length > octets.size()) {
    check.why = "the range lies outside the message";
    return check;
  }
  check.cut = octets.substr(evidence.where.offset, evidence.where.length);
  if (sha256(check.cut) != evidence.cut_sha256) {
    check.why = "the octets of the range have another SHA-256 than the evidence names";
    return check;
  }
  std::string_view text = check.cut;
  auto message = mime::Message::parse_view(octets);
  if (evidence.decoded) {
    const auto decoded = message ? decoded_text(*message, *evidence.decoded) : std::nullopt;
    if (!decoded || message->entities()[evidence.decoded->part].body != evidence.where) {
      check.why = "the range does not hold the part that the evidence names";
      return check;
    }
    text = *decoded;
  }
  check.holds = evidence.says_all ? text == evidence.says : text.starts_with(evidence.says);
  if (!check.holds) check.why = "the octets say something else than the evidence quotes";
  return check;
}

}  // namespace letterlock::hunt

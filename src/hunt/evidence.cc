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

std::optional<std::string_view> cut(std::string_view text, const store::PartText& where) {
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

Settler::Settler(std::string_view octets) : octets_(octets), sha256_(sha256(octets)) {
  if (auto message = mime::Message::parse_view(octets)) message_.emplace(std::move(*message));
}

bool Settler::settle(Evidence& evidence) {
  if (!message_ || !place(evidence)) return false;
  evidence.sha256 = sha256_;
  evidence.cut_sha256 = sha256(octets_.substr(evidence.where.offset, evidence.where.length));
  return true;
}

std::optional<std::string_view> Settler::decoded_text(const store::PartText& where) {
  if (where.part >= message_->entities().size()) return std::nullopt;
  const auto [text, fresh] = texts_.try_emplace(where.part);
  if (fresh) text->second = message_->text(message_->entities()[where.part]);
  return cut(text->second, where);
}

bool Settler::place(Evidence& evidence) {
  if (evidence.decoded && evidence.decoded->length == 0) return place_part(*message_, evidence);
  if (evidence.decoded) {
    const auto text = decoded_text(*evidence.decoded);
    if (!text) return false;
    say(*text, evidence);
    if (within(octets_, *text)) {
      evidence.where = {static_cast<std::uint32_t>(text->data() - octets_.data()),
                        static_cast<std::uint32_t>(text->size())};
      evidence.decoded.reset();
    } else {
      evidence.where = message_->entities()[evidence.decoded->part].body;
    }
    return true;
  }
  if (!evidence.field.empty() && evidence.where.empty()) {
    const auto* field = message_->find(std::string_view(evidence.field));
    if (!field) return false;
    evidence.where = field->whole;
  }
  if (evidence.where.end() > octets_.size()) return false;
  say(message_->octets(evidence.where), evidence);
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
    const std::uint32_t part = evidence.decoded->part;
    const bool there = message && part < message->entities().size();
    const auto decoded =
        there ? cut(message->text(message->entities()[part]), *evidence.decoded) : std::nullopt;
    if (!decoded || message->entities()[part].body != evidence.where) {
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

#include <fmt/format.h>
#include <unistd.h>

#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/show_json.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "content/content.h"
#include "content/traits.h"
#include "mime/message.h"
#include "mime/unstructured.h"
#include "report/json_line.h"

namespace letterlock::cli {
namespace {

std::string headers_of(const mime::Message& message) {
  std::string text;
  for (const mime::HeaderField& field : message.header()) {
    text += fmt::format("{}: {}\n", printable(message.octets(field.name)),
                        printable(mime::decode_unstructured(message, field)));
  }
  return text;
}

std::string tree_of(const mime::Message& message) {
  std::string text;
  const auto entities = message.entities();
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const mime::Entity& entity = entities[i];
    const mime::ContentTypeView& type = message.content_type(entity);
    text += fmt::format("{:>4} {}{}/{}", i,
                        std::string(2 * std::min<std::size_t>(entity.depth, 20), ' '),
                        printable(type.type), printable(type.subtype));
    if (const auto charset = type.parameter("charset"))
      text += fmt::format(" charset={}", printable(*charset));
    if (const auto name = message.filename(entity))
      text += fmt::format(" \"{}\"", printable(*name));
    if (const auto* encoding = message.find(entity, mime::FieldName::content_transfer_encoding)) {
      text += " " + printable(mime::decode_unstructured(message, *encoding));
    }
    text += fmt::format("  octets {}-{} (header {}, body {})\n", entity.whole.offset,
                        entity.whole.end(), entity.header.length, entity.body.length);
  }
  return text;
}

std::string traits_of(const store::MessageFacts& facts) {
  std::string text;
  for (const store::TraitFact& trait : facts.traits) {
    text += fmt::format("{:<17} {}  (octets {}-{})\n",
                        content::trait_name(static_cast<content::TraitKind>(trait.kind)),
                        printable(trait.value), trait.where.offset, trait.where.end());
  }
  const store::WritingFact& writing = facts.writing;
  text += fmt::format("{:<17} {}, {}; {} different ones kept\n", "newly written",
                      counted(writing.length, "octet", "octets"),
                      counted(writing.word_count, "word", "words"), writing.words.size());
  for (const store::AskFact& ask : writing.asks) {
    text += fmt::format("asks for {:<8} {}, first at {}-{} of part {}'s text\n",
                        content::ask_name(static_cast<content::AskKind>(ask.kind)),
                        ask.count == 1 ? "once" : fmt::format("{} times", ask.count),
                        ask.where.offset, ask.where.offset + ask.where.length, ask.where.part);
  }
  return text;
}

std::string places_of(const store::StoredMessage& stored) {
  std::string text;
  for (const store::PlacementFact& place : stored.placements) {
    text += fmt::format("  in {}", printable(place.mailbox));
    if (!place.folder.empty()) text += "/" + printable(place.folder);
    if (!place.flags.empty()) text += fmt::format(" [{}]", printable(place.flags));
    text += fmt::format("  from {}", printable(place.source));
    if (!place.inner.empty()) text += " > " + printable(place.inner);
    if (place.length > 0) text += fmt::format(" at {}", place.offset);  // else no octets' place
    for (const std::string& label : place.labels) text += fmt::format(" #{}", printable(label));
    if (!place.quoting.empty())
      text += fmt::format(" ({} quoting undone)", printable(place.quoting));
    text += '\n';
  }
  return text;
}

// What was read out of the files, what they show by their form, and how words are hidden.
std::string files_of(const store::MessageFacts& facts, bool color) {
  std::string text;
  for (const store::LinkFact& link : facts.links) {
    const auto kind = static_cast<content::LinkKind>(link.kind);
    const bool code = kind == content::LinkKind::code;
    if (!code && kind != content::LinkKind::attached) continue;
    text += fmt::format("{} {} (part {})\n",
                        styled(code ? "QR code leads to" : "File leads to", Style::bold, color),
                        printable(link.url), link.where.part);
  }
  for (const store::TraitFact& trait : facts.traits) {
    const auto kind = static_cast<content::TraitKind>(trait.kind);
    const bool hidden = kind == content::TraitKind::hidden_text;
    if (!hidden && kind != content::TraitKind::attachment_sign) continue;
    text += fmt::format("{} {} (octets {}-{})\n",
                        styled(hidden ? "Hidden words" : "File shows", Style::bold, color),
                        printable(trait.value), trait.where.offset, trait.where.end());
  }
  return text;
}

std::string summary_of(const mime::Message& message, const store::StoredMessage& stored,
                       bool color) {
  std::string text =
      fmt::format("{} {}  sha256 {}  {}\n", styled("Message", Style::bold, color), stored.id,
                  stored.facts.evidence.hex(), readable_size(stored.facts.size));
  if (stored.facts.reconstructed) {
    text += "Reconstructed: rebuilt from an item's properties; these octets were never sent so.\n";
  }
  for (const auto id :
       {mime::FieldName::from, mime::FieldName::to, mime::FieldName::cc, mime::FieldName::bcc,
        mime::FieldName::date, mime::FieldName::subject, mime::FieldName::message_id}) {
    const mime::HeaderField* field = message.find(id);
    if (field == nullptr) continue;
    text +=
        fmt::format("{} {}\n", styled(fmt::format("{}:", mime::field_name(id)), Style::bold, color),
                    printable(mime::decode_unstructured(message, *field)));
  }
  text += styled("Lies", Style::bold, color) + "\n" + places_of(stored);
  if (!stored.facts.defects.empty()) {
    text += styled("Defects", Style::bold, color) + "\n";
    for (const store::DefectFact& defect : stored.facts.defects) {
      text += fmt::format("  {} (octets {}-{})\n", defect.name, defect.where.offset,
                          defect.where.end());
    }
  }
  const content::Content content = content::extract(message);
  for (const content::Attachment& attachment : content.attachments) {
    text += fmt::format("{} {} ({}, {})  sha256 {}\n", styled("Attachment", Style::bold, color),
                        printable(attachment.filename), printable(attachment.media_type),
                        readable_size(attachment.size), attachment.hash.hex());
  }
  text += files_of(stored.facts, color);
  text += "\n" + printable(content.text, true);
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace

int run_show(const Options& options, const Surroundings& surroundings) {
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  auto id = opened->resolve(options.id);
  if (!id) return report(id.error());
  auto stored = opened->facts().message(*id);
  if (!stored) return report(stored.error());
  if (!*stored) {
    return report({ErrorCode::not_found,
                   fmt::format("no message {} in {}", options.id, options.case_directory)});
  }
  if (options.view == Options::View::json) {
    print_out(report::json_line("message", stored_json(**stored)));
    return kDone;
  }
  if (options.view == Options::View::traits) {
    print_out(traits_of((*stored)->facts));
    return kDone;
  }
  auto octets = opened->evidence((*stored)->facts.evidence, (*stored)->facts.location);
  if (!octets) return report(octets.error());
  if (options.view == Options::View::raw) {
    print_out(*octets);
    return kDone;
  }
  auto message = mime::Message::parse_view(*octets);
  if (!message) return report(message.error());
  switch (options.view) {
    case Options::View::headers:
      print_out(headers_of(*message));
      break;
    case Options::View::tree:
      print_out(tree_of(*message));
      break;
    case Options::View::text:
      print_out(printable(content::extract(*message).text, true) + "\n");
      break;
    default:
      print_out(summary_of(*message, **stored, use_color(STDOUT_FILENO)));
  }
  return kDone;
}

}  // namespace letterlock::cli

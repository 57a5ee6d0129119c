// mail-parser's messages (rfc, legacy, malformed, thirdparty) with what its parser is expected to
// give, each with LF and with CRLF: the parts, where they begin and end, their fields, their text.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <iostream>

#include "base/printable.h"
#include "suites/mail_parser_message_deviations.h"
#include "suites/suite.h"

namespace letterlock::suites {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::string body_kind(const object& part) {
  const element body = part["body"].value();
  if (body.is_string()) return std::string(body.get_string().value());
  return std::string((*body.get_object().value().begin()).key);
}

std::string our_kind(const mime::Message& message, const mime::Entity& entity) {
  switch (entity.media) {
    case mime::MediaClass::multipart:
      return "Multipart";
    case mime::MediaClass::message_rfc822:
      return "Message";
    case mime::MediaClass::text_html:
      return "Html";
    default:
      return message.content_type(entity).type == "text" ? "Text" : "Binary";
  }
}

std::string normal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  return out;
}

std::string compare_place(const mime::Entity& entity, const object& want, std::uint64_t shift) {
  const auto check = [&](const char* what, std::uint64_t got) -> std::string {
    const std::uint64_t expected = want[what].get_uint64().value();
    if (got + shift == expected) return "";
    return std::string(what) + " " + std::to_string(got + shift) + ", not " +
           std::to_string(expected);
  };
  std::string difference = check("offset_header", entity.header.offset);
  if (difference.empty()) difference = check("offset_body", entity.body.offset);
  if (difference.empty()) difference = check("offset_end", entity.body.end());
  return difference;
}

std::string compare_text(const mime::Message& message, const mime::Entity& entity,
                         const object& want, const std::string& kind) {
  std::string_view text;
  if (want["body"][kind].get_string().get(text) != simdjson::SUCCESS) return "";
  if (want["is_encoding_problem"].get_bool().value())
    return "";  // the suite falls back to raw text
  const std::string got = normal(message.text(entity));
  const std::string expected = normal(text);
  if (got == expected) return "";
  const auto shorter = std::min(got.size(), expected.size());
  std::size_t at = 0;
  while (at < shorter && got[at] == expected[at]) ++at;
  return "text [" + got.substr(at, 40) + "], not [" + expected.substr(at, 40) + "]";
}

std::string compare_message(const mime::Message& message, mime::EntityIndex root,
                            const object& want, std::uint64_t shift);

std::string compare_part(const mime::Message& message, const mime::Entity& entity,
                         const object& want, std::uint64_t shift) {
  std::string kind = body_kind(want);
  std::string ours = our_kind(message, entity);
  if (kind == "InlineBinary") kind = "Binary";
  if (kind != ours) return "a " + ours + ", not a " + kind;
  if (const std::string difference = compare_place(entity, want, shift); !difference.empty())
    return difference;
  const std::size_t fields = want["headers"].get_array().value().size();
  if (entity.field_count != fields) {
    return std::to_string(entity.field_count) + " fields, not " + std::to_string(fields);
  }
  if (kind == "Message") {
    const object inner = want["body"]["Message"].get_object().value();
    if (entity.first_child != mime::kNoEntity)
      return compare_message(message, entity.first_child, inner, shift);
    const auto decoded = mime::Message::parse(mime::RawMessage::copy_of(message.decoded(entity)));
    return compare_message(*decoded, 0, inner, 0);
  }
  return compare_text(message, entity, want, body_kind(want));
}

// The suite lists a message's parts in order, with the parts inside a message/rfc822 in a list of
// their own.
std::string compare_message(const mime::Message& message, mime::EntityIndex root,
                            const object& want, std::uint64_t shift) {
  std::vector<const mime::Entity*> flat;
  std::vector<mime::EntityIndex> open{root};
  while (!open.empty()) {
    const mime::Entity& entity = message.entities()[open.back()];
    open.pop_back();
    flat.push_back(&entity);
    if (entity.media != mime::MediaClass::multipart) continue;
    std::vector<mime::EntityIndex> children;
    for (auto child = entity.first_child; child != mime::kNoEntity;
         child = message.entities()[child].next_sibling) {
      children.push_back(child);
    }
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  const simdjson::dom::array parts = want["parts"].get_array().value();
  if (parts.size() != flat.size()) {
    return std::to_string(flat.size()) + " parts, not " + std::to_string(parts.size());
  }
  std::size_t at = 0;
  for (const element& part : parts) {
    const std::string difference =
        compare_part(message, *flat[at], part.get_object().value(), shift);
    if (!difference.empty()) return "part " + std::to_string(at) + ": " + difference;
    ++at;
  }
  return "";
}

TEST(MailParserMessageSuite, GivesTheSamePartsAndText) {
  Tally tally(kMailParserMessageDeviations);
  simdjson::dom::parser parser;
  for (const char* folder : {"rfc", "legacy", "malformed", "thirdparty"}) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(corpora() / "mime/mail-parser/eml" / folder)) {
      if (entry.path().extension() == ".eml") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      for (const bool crlf : {false, true}) {
        auto json = file;
        json.replace_extension(crlf ? ".crlf.json" : ".json");
        element want;
        ASSERT_EQ(parser.load(json.string()).get(want), simdjson::SUCCESS) << json;
        const std::string octets = with_line_endings(read_file(file), crlf);
        const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
        ASSERT_TRUE(message.has_value());
        tally.count(std::string(folder) + "/" + json.stem().string(),
                    compare_message(*message, 0, want.get_object().value(), 0));
      }
    }
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_GT(tally.passed, 100u);
  std::cout << "mail-parser messages: " << tally.summary() << "\n";
}

}  // namespace
}  // namespace letterlock::suites

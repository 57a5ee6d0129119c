// MimeKit's mbox files with the octet offsets its parser is expected to give for every entity, once
// with bare LF and once with CRLF.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <iostream>

#include "suites/suite.h"

namespace letterlock::suites {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::uint64_t number(const object& from, const char* name) {
  return from[name].get_uint64().value();
}

// Where `got` departs from `want`; "" where it does not. `shift`: the message's place in the mbox.
std::string compare(const mime::Message& message, const mime::Entity& entity, const object& want,
                    std::uint64_t shift, const std::string& path) {
  const auto type = message.content_type(entity);
  std::string got_type = std::string(type.type) + "/" + std::string(type.subtype);
  std::string want_type = lower_ascii(std::string_view(want["mimeType"].get_string().value()));
  if (got_type != want_type) return path + ": type " + got_type + ", not " + want_type;
  const std::uint64_t body = entity.body.offset + shift;
  const std::uint64_t end = entity.body.end() + shift;
  if (body != number(want, "headersEndOffset")) {
    return path + ": body begins at " + std::to_string(body) + ", not " +
           std::to_string(number(want, "headersEndOffset"));
  }
  if (end != number(want, "endOffset")) {
    return path + ": body ends at " + std::to_string(end) + ", not " +
           std::to_string(number(want, "endOffset"));
  }
  mime::EntityIndex child = entity.first_child;
  object inner;
  if (want["message"].get_object().get(inner) == simdjson::SUCCESS) {
    if (child == mime::kNoEntity) return path + ": no message inside";
    return compare(message, message.entities()[child], inner["body"].get_object().value(), shift,
                   path + "/message");
  }
  simdjson::dom::array children;
  std::size_t at = 0;
  if (want["children"].get_array().get(children) == simdjson::SUCCESS) {
    for (const element& one : children) {
      if (child == mime::kNoEntity) return path + ": only " + std::to_string(at) + " children";
      const std::string difference =
          compare(message, message.entities()[child], one.get_object().value(), shift,
                  path + "/" + std::to_string(at++));
      if (!difference.empty()) return difference;
      child = message.entities()[child].next_sibling;
    }
  }
  if (child != mime::kNoEntity) return path + ": more than " + std::to_string(at) + " children";
  return "";
}

const Deviations kMimeKitDiffers = {
    {"issue1189.unix#1",
     "no blank line before the base64: we read it as the part's body, not as header"},
    {"issue1189.dos#1", "the same with CRLF"},
};

void run(const std::string& name, bool crlf, Tally& tally) {
  const auto folder = corpora() / "mime/mimekit/mbox";
  const std::string mbox = with_line_endings(read_file(folder / (name + ".mbox.txt")), crlf);
  simdjson::dom::parser parser;
  element expected;
  const std::string json = folder / (name + (crlf ? ".dos" : ".unix") + "-offsets.json");
  ASSERT_EQ(parser.load(json).get(expected), simdjson::SUCCESS) << json;
  std::size_t ordinal = 0;
  const simdjson::dom::array messages = expected.get_array().value();
  for (const element& one : messages) {
    const object want = one.get_object().value();
    const std::uint64_t begin = number(want, "beginOffset");
    const std::uint64_t end = number(want, "endOffset");
    const auto message = mime::Message::parse(
        mime::RawMessage::copy_of(std::string_view(mbox).substr(begin, end - begin)));
    ASSERT_TRUE(message.has_value());
    tally.count(name + (crlf ? ".dos#" : ".unix#") + std::to_string(ordinal++),
                compare(*message, message->entities()[0], want["body"].get_object().value(), begin,
                        "message"));
  }
}

TEST(MimeKitSuite, EveryEntityBeginsAndEndsWhereExpected) {
  Tally tally(kMimeKitDiffers);
  for (const char* name : {"content-length", "issue1189"}) {
    run(name, false, tally);
    run(name, true, tally);
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_GT(tally.passed, 50u);
  std::cout << "MimeKit offsets: " << tally.summary() << "\n";
}

}  // namespace
}  // namespace letterlock::suites

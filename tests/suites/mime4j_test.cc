// Apache James mime4j's torture messages, with the event streams its parser is expected to give:
// name.xml holds fields and bodies as they stand, name_decoded.xml names files with decoded bodies.
#include <gtest/gtest.h>

#include <algorithm>
#include <pugixml.hpp>

#include "suites/suite.h"

namespace letterlock::suites {
namespace {

// One entity as both sides describe it.
struct Node {
  std::vector<std::string> fields;
  bool multipart = false;
  std::string preamble, epilogue;
  std::vector<Node> parts;
  std::string body;  // a leaf's, encoded or decoded

  // Line endings after the closing delimiter and nothing else are no epilogue (RFC 2046
  // section 5.1.1).
  std::string epilogue_text() const {
    return epilogue.find_first_not_of('\n') == std::string::npos ? "" : epilogue;
  }

  std::string text(int depth = 0) const {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    std::string out;
    for (const std::string& field : fields) out += indent + "field[" + field + "]\n";
    if (multipart) {
      out += indent + "preamble[" + preamble + "]\n";
      for (const Node& part : parts) out += indent + "part\n" + part.text(depth + 1);
      out += indent + "epilogue[" + epilogue_text() + "]\n";
    } else if (!parts.empty()) {
      out += indent + "message\n" + parts[0].text(depth + 1);
    } else {
      out += indent + "body[" + body + "]\n";
    }
    return out;
  }
};

std::string without_cr(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r') out += c;
  }
  return out;
}

// The streams put a line ending after each opening tag.
std::string content(const pugi::xml_node& node) {
  std::string text = without_cr(node.text().get());
  if (text.starts_with('\n')) text.erase(0, 1);
  return text;
}

Node expected(const pugi::xml_node& xml, const std::filesystem::path& folder) {
  Node node;
  for (const pugi::xml_node& child : xml.children()) {
    const std::string name = child.name();
    if (name == "header") {
      for (const pugi::xml_node& field : child.children("field"))
        node.fields.push_back(content(field));
    } else if (name == "body") {
      node.body = content(child);
    } else if (name == "text-body" || name == "binary-body") {
      node.body = without_cr(read_file(folder / child.attribute("name").value()));
    } else if (name == "message") {
      node.parts.push_back(expected(child, folder));
    } else if (name == "multipart") {
      node.multipart = true;
      node.preamble = content(child.child("preamble"));
      node.epilogue = content(child.child("epilogue"));
      for (const pugi::xml_node& part : child.children("body-part"))
        node.parts.push_back(expected(part, folder));
    }
  }
  return node;
}

// The octets before the first delimiter line and after the closing one.
void add_surroundings(const mime::Message& message, const mime::Entity& entity, Node& node) {
  if (entity.first_child == mime::kNoEntity) {
    node.preamble = without_cr(message.octets(entity.body));
    return;
  }
  const mime::Entity* last = &message.entities()[entity.first_child];
  std::string before(message.octets(ByteRange::between(entity.body.offset, last->whole.offset)));
  while (last->next_sibling != mime::kNoEntity) last = &message.entities()[last->next_sibling];
  std::string after(message.octets(ByteRange::between(last->whole.end(), entity.body.end())));
  before = without_cr(before);
  if (before.ends_with('\n')) before.pop_back();
  before.erase(before.rfind('\n') == std::string::npos ? 0 : before.rfind('\n'));  // the delimiter
  node.preamble = before;
  after = without_cr(after);
  const auto close = after.find("--");
  const auto line_end = close == std::string::npos ? std::string::npos : after.find('\n', close);
  node.epilogue = line_end == std::string::npos ? "" : after.substr(line_end + 1);
}

Node actual(const mime::Message& message, const mime::Entity& entity, bool decoded) {
  Node node;
  for (const mime::HeaderField& field : message.fields(entity)) {
    std::string text = without_cr(message.octets(field.whole));
    if (text.ends_with('\n')) text.pop_back();
    node.fields.push_back(text);
  }
  if (entity.media == mime::MediaClass::multipart) {
    node.multipart = true;
    add_surroundings(message, entity, node);
  }
  for (mime::EntityIndex child = entity.first_child; child != mime::kNoEntity;
       child = message.entities()[child].next_sibling) {
    node.parts.push_back(actual(message, message.entities()[child], decoded));
  }
  // An encoded message/rfc822 (forbidden by RFC 2045 section 6.4) is parsed from its decoded
  // octets.
  if (entity.media == mime::MediaClass::message_rfc822 && node.parts.empty() &&
      entity.encoding >= mime::TransferEncoding::quoted_printable) {
    const auto inner = mime::Message::parse(mime::RawMessage::copy_of(message.decoded(entity)));
    if (inner) node.parts.push_back(actual(*inner, inner->entities()[0], decoded));
  } else if (entity.media != mime::MediaClass::multipart && node.parts.empty()) {
    node.body = without_cr(decoded ? message.decoded(entity) : message.octets(entity.body));
  }
  return node;
}

std::string first_difference(const std::string& want, const std::string& got) {
  if (want == got) return "";
  const auto at = static_cast<std::size_t>(
      std::mismatch(want.begin(),
                    want.begin() + static_cast<long>(std::min(want.size(), got.size())),
                    got.begin())
          .first -
      want.begin());
  const std::size_t begin = at > 60 ? at - 60 : 0;
  return "\n  want: ..." + want.substr(begin, 160) + "\n  got:  ..." + got.substr(begin, 160);
}

const Deviations kDifferent = {
    {"badbound",
     "no delimiter of its boundary occurs: what it holds is read as a body, not hidden as a "
     "preamble"},
    {"badbound_decoded", "the same"},
    {"missing-boundary", "as badbound"},
    {"missing-boundary_decoded", "the same"},
    {"missing-inner-boundary", "as badbound"},
    {"missing-inner-boundary_decoded", "the same"},
    {"missing-inner-start-boundary",
     "a closing delimiter that nothing opened divides nothing: it stays in the preamble"},
    {"missing-inner-start-boundary_decoded", "the same"},
    {"multipartnopart", "as missing-inner-start-boundary"},
    {"multipartnopart_decoded", "the same"},
    {"basic-plain-with-bad-header-separator",
     "a line that is no field ends the header: it stays in the body instead of being dropped"},
    {"basic-plain-with-bad-header-separator_decoded", "the same"},
    {"hdr-fakeout", "as basic-plain-with-bad-header-separator"},
    {"hdr-fakeout_decoded", "the same"},
    {"malformedHeader-noheader", "a message without a header is all body; mime4j drops it"},
    {"malformedHeader-noheader_decoded", "the same"},
    {"malformedHeaderStartsBody-noheader", "as malformedHeader-noheader: no line is dropped"},
    {"malformedHeaderStartsBody-noheader_decoded", "the same"},
    {"malformedHeaderStartsBody-nocrlfcrlf",
     "a bad line among fields is a defect; the fields after it are still header"},
    {"malformedHeaderStartsBody-nocrlfcrlf_decoded", "the same"},
    {"obsolete", "a field name with forbidden octets is kept and marked; mime4j drops the field"},
    {"obsolete_decoded", "the same"},
    {"frag_decoded",
     "base64 that ends inside a quantum: the octets that are whole are kept and marked"},
    {"multi-frag_decoded", "as frag"},
};

void run(const std::filesystem::path& folder, Tally& tally) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".xml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::string stem = file.stem().string();
    const bool decoded = stem.ends_with("_decoded");
    if (decoded) stem.resize(stem.size() - 8);
    pugi::xml_document xml;
    const auto loaded = xml.load_file(file.c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
    ASSERT_TRUE(loaded) << file << loaded.description();
    const auto message =
        mime::Message::parse(mime::RawMessage::copy_of(read_file(folder / (stem + ".msg"))));
    ASSERT_TRUE(message.has_value());
    const Node want = expected(xml.child("message"), folder);
    const Node got = actual(*message, message->entities()[0], decoded);
    tally.count(file.stem().string(), first_difference(want.text(), got.text()));
  }
}

TEST(Mime4jSuite, GivesTheSameStructureAndBodies) {
  Tally tally(kDifferent);
  const auto base = corpora() / "mime/mime4j/core/src/test/resources";
  run(base / "testmsgs", tally);
  run(base / "mimetools-testmsgs", tally);
  EXPECT_EQ(tally.failures, "");
  EXPECT_GT(tally.passed, 100u);
  std::cout << "mime4j: " << tally.summary() << "\n";
}

}  // namespace
}  // namespace letterlock::suites

// Structure: which entities a message has, where they begin and end, and what is wrong with it.
#include "mime/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "mime/message_test_support.h"

namespace letterlock::mime {
namespace {

using ::testing::Contains;

char letter(MediaClass media) {
  switch (media) {
    case MediaClass::text_plain:
      return 't';
    case MediaClass::text_html:
      return 'h';
    case MediaClass::text_other:
      return 'x';
    case MediaClass::multipart:
      return 'm';
    case MediaClass::message_rfc822:
      return 'r';
    case MediaClass::message_partial:
      return 'p';
    case MediaClass::delivery_status:
      return 's';
    case MediaClass::disposition_notification:
      return 'n';
    case MediaClass::rfc822_headers:
      return 'H';
    case MediaClass::other:
      return 'o';
  }
  return '?';
}

// "m(t[hello] h[<p>])": letters for media, bodies of leaves without CR.
std::string tree(const Message& message, EntityIndex index = 0) {
  const Entity& entity = message.entities()[index];
  std::string out(1, letter(entity.media));
  if (entity.first_child == kNoEntity) {
    return out + "[" + with_lf(message.octets(entity.body)) + "]";
  }
  out += "(";
  for (EntityIndex child = entity.first_child; child != kNoEntity;
       child = message.entities()[child].next_sibling) {
    if (child != entity.first_child) out += " ";
    EXPECT_EQ(message.entities()[child].parent, index);
    EXPECT_EQ(message.entities()[child].depth, entity.depth + 1);
    EXPECT_TRUE(entity.body.contains(message.entities()[child].whole));
    out += tree(message, child);
  }
  return out + ")";
}

struct TreeCase {
  const char* name;
  std::string octets;  // with LF
  const char* want;
  std::vector<DefectKind> defects;  // beside the missing_* ones, in any order
};

const std::string kMixed = "Content-Type: multipart/mixed; boundary=b\n\n";

const TreeCase kTrees[] = {
    {"empty", "", "t[]", {DefectKind::empty_message}},
    {"body only", "\nhello\n", "t[hello\n]", {}},
    {"header only", "Subject: x\n", "t[]", {}},
    {"no last line ending", "Subject: x\n\nhello", "t[hello]", {}},
    {"text that is no header",
     "hello world\nmore\n",
     "t[hello world\nmore\n]",
     {DefectKind::missing_blank_line}},
    {"two parts",
     kMixed + "pre\n--b\n\none\n--b\nContent-Type: text/html\n\n<p>\n--b--\nepi\n",
     "m(t[one] h[<p>])",
     {}},
    {"first line is the delimiter",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b--",
     "m(t[1])",
     {}},
    {"no blank line before the delimiter",
     "Content-Type: multipart/mixed; boundary=b\n--b\n\n1\n--b--",
     "m(t[1])",
     {DefectKind::missing_blank_line}},
    {"no blank line, but a field behind the delimiter",
     kMixed.substr(0, kMixed.size() - 1) + " \n--b\nContent-Type: text/html\n\n1\n--b--",
     "m(h[1])",
     {DefectKind::missing_blank_line}},
    {"cut off behind a delimiter",
     kMixed + "--b\n\none\n--b\n",
     "m(t[one])",
     {DefectKind::boundary_unclosed}},
    {"only the last line ending is the delimiter's",
     kMixed + "--b\n\none\n\n\n--b--\n",
     "m(t[one\n\n])",
     {}},
    {"white space behind the boundary", kMixed + "--b \t\n\none\n--b--  \n", "m(t[one])", {}},
    {"text behind the boundary", kMixed + "--b ignored\n\none\n--b-- ignored\n", "m(t[one])", {}},
    {"longer boundary is another",
     kMixed + "--b\n\none\n--bc\ntwo\n--b--\n",
     "m(t[one\n--bc\ntwo])",
     {}},
    {"boundary inside a line", kMixed + "--b\n\none --b\n --b\n--b--\n", "m(t[one --b\n --b])", {}},
    {"unclosed", kMixed + "--b\n\none\n", "m(t[one\n])", {DefectKind::boundary_unclosed}},
    {"never seen", kMixed + "text\n", "t[text\n]", {DefectKind::boundary_never_seen}},
    {"no boundary",
     "Content-Type: multipart/mixed\n\ntext\n--b\n",
     "t[text\n--b\n]",
     {DefectKind::boundary_missing}},
    {"no part", kMixed + "pre\n--b--\nepi\n", "m[pre\n--b--\nepi\n]", {}},
    {"empty parts", kMixed + "--b\n--b\n\n--b\n\n\n--b--\n", "m(t[] t[] t[])", {}},
    {"header cut by the delimiter", kMixed + "--b\nContent-Type: text/html\n--b--\n", "m(h[])", {}},
    {"nested header cut by the outer delimiter",
     kMixed +
         "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/html\n--b\n\n"
         "two\n--b--\n",
     "m(m(h[]) t[two])",
     {DefectKind::boundary_unclosed}},
    {"delimiter after the closing one",
     kMixed + "--b\n\none\n--b--\n--b\n\ntwo\n",
     "m(t[one])",
     {}},
    {"nested",
     kMixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\none\n--c\n\n"
              "two\n--c--\n\n--b\n\nthree\n--b--\n",
     "m(m(t[one] t[two]) t[three])",
     {}},
    {"inner one unclosed",
     kMixed + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n"
              "--b\n\ntwo\n--b--\n",
     "m(m(t[one]) t[two])",
     {DefectKind::boundary_unclosed}},
    {"inner one absent",
     kMixed + "--b\nContent-Type: multipart/mixed; boundary=c\n\nAAA\n\n--b--\n",
     "m(t[AAA\n])",
     {DefectKind::boundary_never_seen}},
    {"inner boundary extends the outer",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
     "Content-Type: multipart/mixed; boundary=b-1\n\n--b-1\n\none\n--b-1--\n--b\n\ntwo\n--b--\n",
     "m(m(t[one]) t[two])",
     {}},
    {"inner boundary looks like the outer closed",
     kMixed + "--b\nContent-Type: multipart/mixed; boundary=b--\n\n--b--\n\none\n--b----\n--b--\n",
     "m(m(t[one]))",
     {}},
    {"shared boundary",
     kMixed + "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n"
              "--b\n\ntwo\n--b--\n",
     "m(m(t[one]) t[two])",
     {DefectKind::boundary_shared}},
    {"message", "Content-Type: message/rfc822\n\nSubject: y\n\nhello\n", "r(t[hello\n])", {}},
    {"message without header",
     "Content-Type: message/rfc822\n\nhello\n",
     "r(t[hello\n])",
     {DefectKind::missing_blank_line}},
    {"message in multipart",
     kMixed + "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed;"
              " boundary=c\n\n--c\n\none\n--c--\n--b\n\ntwo\n--b--\n",
     "m(r(m(t[one])) t[two])",
     {}},
    {"encoded message stays whole",
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
     "U3ViamVjdDogeAoK\n",
     "r[U3ViamVjdDogeAoK\n]",
     {DefectKind::multipart_encoded}},
    {"message that only says base64",
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64"
     "\n\nSubject: x\n\nhi\n",
     "r(t[hi\n])",
     {DefectKind::multipart_encoded}},
    {"multipart that says base64",
     "Content-Type: multipart/mixed; boundary=b\n"
     "Content-Transfer-Encoding: base64\n\n--b\n\none\n--b--\n",
     "m(t[one])",
     {DefectKind::multipart_encoded}},
    {"digest default",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\none\n--b\n"
     "Content-Type: text/plain\n\ntwo\n--b--\n",
     "m(r(t[one]) t[two])",
     {}},
    {"partial",
     "Content-Type: message/partial; id=x; number=2; total=3\n\nrest\n",
     "p[rest\n]",
     {DefectKind::message_partial}},
    {"report",
     "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status"
     "\n\nReporting-MTA: dns; x\n--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n--b--\n",
     "m(s[Reporting-MTA: dns; x] H[Subject: x])",
     {}},
    {"quoted boundary",
     "Content-Type: multipart/mixed;\n\tboundary=\"a b:c\"\n\n--a b:c\n\none\n--a b:c--",
     "m(t[one])",
     {}},
    {"boundary without semicolon",
     "Content-Type: multipart/mixed\n boundary=b\n\n--b\n\none\n--b--\n",
     "m(t[one])",
     {}},
    {"boundary in RFC 2231 segments",
     "Content-Type: multipart/mixed; boundary*0=a;\n boundary*1=b\n\n"
     "--ab\n\none\n--ab--\n",
     "m(t[one])",
     {}},
    {"boundary with comment",
     "Content-Type: multipart/mixed (c); boundary=b\n\n--b\n\none\n--b--\n",
     "m(t[one])",
     {}},
    {"boundary with escapes",
     "Content-Type: multipart/mixed; boundary=\"a\\\"b\"\n\n--a\"b\n\none\n"
     "--a\"b--\n",
     "m(t[one])",
     {DefectKind::boundary_malformed}},
    {"very long boundary",
     "Content-Type: multipart/mixed; boundary=" + std::string(100, 'x') + "\n\n--" +
         std::string(100, 'x') + "\n\none\n--" + std::string(100, 'x') + "--\n",
     "m(t[one])",
     {DefectKind::boundary_malformed}},
    {"trailing space is part of a boundary",
     "Content-Type: multipart/mixed; boundary=\"b \"\n\n--b \n\n"
     "one\n--b\ntwo\n--b --\n",
     "m(t[one\n--b\ntwo])",
     {DefectKind::boundary_malformed}},
    {"unreadable type", "Content-Type: ???\n\nx\n", "t[x\n]", {DefectKind::content_type_malformed}},
    {"type without subtype",
     "Content-Type: text\n\nx\n",
     "t[x\n]",
     {DefectKind::content_type_malformed}},
    {"unknown encoding",
     "Content-Transfer-Encoding: rot13\n\nx\n",
     "t[x\n]",
     {DefectKind::transfer_encoding_unknown}},
    {"disposition without word",
     "Content-Disposition: ; filename=x\n\nx\n",
     "t[x\n]",
     {DefectKind::disposition_malformed}},
};

class MessageTest : public EachIsaTest {};
LETTERLOCK_FOR_EACH_ISA(MessageTest);

TEST_P(MessageTest, EntitiesFollowRfc2046) {
  for (const TreeCase& c : kTrees) {
    for (const std::string& octets : {c.octets, with_crlf(c.octets)}) {
      const Message message = parsed(octets);
      EXPECT_EQ(tree(message), c.want) << c.name;
      EXPECT_THAT(kinds_but_missing_fields(message),
                  ::testing::UnorderedElementsAreArray(c.defects))
          << c.name;
    }
  }
}

TEST_P(MessageTest, DelimitersAreFoundWhereverBlocksOfOctetsEnd) {
  for (std::size_t shift = 0; shift < 140; ++shift) {
    const std::string octets = kMixed + std::string(shift, 'x') + "\n--b\n\none\n--b--\n";
    for (const std::string& each : {octets, with_crlf(octets)}) {
      EXPECT_EQ(tree(parsed(each)), "m(t[one])") << shift;
    }
  }
}

TEST_P(MessageTest, LimitsStopTheDescentAndNothingElse) {
  Limits limits;
  limits.entity_depth = 2;
  const std::string deep = kMixed +
                           "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n"
                           "Content-Type: multipart/mixed; boundary=d\n\n--d\n\none\n--d--\n--c--\n"
                           "--b\n\ntwo\n--b--\n";
  const Message cut = parsed(deep, limits);
  EXPECT_EQ(tree(cut), "m(m(m[--d\n\none\n--d--]) t[two])");
  EXPECT_THAT(kinds(cut), Contains(DefectKind::depth_limit));

  limits = {};
  limits.entities = 2;
  const Message few = parsed(kMixed + "--b\n\none\n--b\n\ntwo\n--b--\n", limits);
  EXPECT_EQ(tree(few), "m(t[one])");
  EXPECT_THAT(kinds(few), Contains(DefectKind::too_many_entities));

  limits = {};
  limits.header_fields = 1;
  const Message fields = parsed("A: b\nC: d\n e\nF: g\n\nbody", limits);
  EXPECT_EQ(fields.header().size(), 1u);
  EXPECT_EQ(tree(fields), "t[body]");
  EXPECT_THAT(kinds(fields), Contains(DefectKind::too_many_fields));

  limits = {};
  limits.field_length = 4;
  const Message field = parsed("A: bcd\n efg\nB: c\n\nbody", limits);
  EXPECT_EQ(field.octets(field.header()[0].body), " bcd");
  EXPECT_EQ(field.octets(field.header()[0].whole), "A: bcd\n efg\n");
  EXPECT_THAT(kinds(field), Contains(DefectKind::field_too_long));

  limits = {};
  limits.message_size = 3;
  const auto refused = Message::parse(RawMessage::copy_of("A: b"), limits);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::limit);

  limits = {};
  limits.defects = 2;
  EXPECT_EQ(parsed("To: x\nTo: y\nTo: z\nTo: x\n\n", limits).defects().size(), 2u);
}

// Thousands of parts and deep nesting with boundaries that begin alike: time must stay linear,
// which the test's own timeout watches.
TEST_P(MessageTest, ManyPartsAndDeepNestingStayLinear) {
  std::string wide = kMixed;
  for (int i = 0; i < 9'999; ++i) wide += "--b\n\nx\n";
  EXPECT_EQ(parsed(wide).entities().size(), 10'000u);

  std::string deep;
  const auto boundary = [](int i) { return std::string(60, 'x') + std::to_string(i); };
  for (int i = 0; i < 20'000; ++i) {
    deep +=
        "Content-Type: multipart/mixed; boundary=" + boundary(i) + "\n\n--" + boundary(i) + "\n";
  }
  for (int i = 0; i < 200'000; ++i) deep += "--" + std::string(59, 'x') + "\n";
  const Message nested = parsed(deep);
  EXPECT_EQ(nested.entities().size(), 101u);
  EXPECT_THAT(kinds(nested), Contains(DefectKind::depth_limit));
}

TEST_P(MessageTest, DecodedAndTextUndoTheEncodings) {
  const Message message = parsed(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
      "w6kK\r\n"
      "--b\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E9</p>\r\n"
      "--b\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\n"
      "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
      "--b\r\n\r\nplain\r\n--b--\r\n");
  const auto entities = message.entities();
  ASSERT_EQ(entities.size(), 5u);
  EXPECT_EQ(message.text(entities[1]), "\xC3\xA9\n");
  EXPECT_EQ(message.decoded(entities[2]), "<p>\xE9</p>");
  EXPECT_EQ(message.text(entities[2]), "<p>\xC3\xA9</p>");
  EXPECT_EQ(message.decoded(entities[3]), std::string_view("\0\1\2", 3));
  EXPECT_EQ(message.text(entities[3]), "");
  EXPECT_EQ(message.filename(entities[3]), "a.bin");
  EXPECT_EQ(entities[3].disposition, Disposition::attachment);
  // Nothing was encoded: the octets themselves.
  EXPECT_EQ(message.text(entities[4]).data(), message.octets(entities[4].body).data());
  EXPECT_EQ(message.decoded(entities[0]).data(), message.octets(entities[0].body).data());
  // Decoded once.
  EXPECT_EQ(message.decoded(entities[3]).data(), message.decoded(entities[3]).data());
}

TEST_P(MessageTest, DefectsOfDecodingAreRecordedOnceAndWhereTheyAre) {
  const Message message =
      parsed("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nAA!A\n");
  for (int i = 0; i < 2; ++i) message.decoded(message.entities()[0]);
  const std::vector<DefectKind> found = kinds(message);
  EXPECT_EQ(std::ranges::count(found, DefectKind::base64_malformed), 1);
  for (const Defect& defect : message.defects()) {
    if (defect.kind == DefectKind::base64_malformed) {
      EXPECT_EQ(message.octets(defect.where), "!");
    }
  }
}

TEST_P(MessageTest, ContentTypeHasItsDefaults) {
  const Message message = parsed(
      "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\none\n--b\n"
      "Content-Type: ;\n\ntwo\n--b--\n");
  const auto entities = message.entities();
  ASSERT_EQ(entities.size(), 4u);
  EXPECT_EQ(message.content_type(entities[0]).subtype, "digest");
  EXPECT_EQ(message.content_type(entities[1]).type, "message");
  EXPECT_EQ(message.content_type(entities[2]).type, "text");
  EXPECT_EQ(message.content_type(entities[3]).subtype, "plain");
  const Message named = parsed("Content-Type: zip; name=a.zip\n\nx\n");
  EXPECT_EQ(named.content_type(named.entities()[0]).type, "text");
  EXPECT_EQ(named.filename(named.entities()[0]), "a.zip");
  EXPECT_EQ(message.disposition(entities[3]), std::nullopt);
  EXPECT_EQ(message.filename(entities[3]), std::nullopt);
}

TEST(MessageLifetimeTest, ViewsOutliveMoves) {
  Message first = parsed("Subject: hello\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ=\n");
  const std::string_view subject = first.octets(first.find(FieldName::subject)->body);
  const std::string_view text = first.text(first.entities()[0]);
  const Message second = std::move(first);
  EXPECT_EQ(subject, " hello");
  EXPECT_EQ(text, "hello world");
  EXPECT_EQ(second.find("SUBJECT"), second.find(FieldName::subject));
  EXPECT_EQ(second.find("X-Absent"), nullptr);
}

}  // namespace
}  // namespace letterlock::mime

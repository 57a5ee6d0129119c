#include "mime/parameter.h"

#include <gtest/gtest.h>

#include <span>

#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

// "type/subtype; name=value; name*language=value"
std::string described(const ContentTypeView& view) {
  std::string text = std::string(view.type) + "/" + std::string(view.subtype);
  for (const Parameter& parameter : view.parameters) {
    text += "; " + std::string(parameter.name);
    if (!parameter.language.empty()) text += "*" + std::string(parameter.language);
    text += "=" + std::string(parameter.value);
  }
  return text;
}

struct ParameterCase {
  std::string_view written;
  std::string_view want;
};

void expect_content_types(std::span<const ParameterCase> cases) {
  for (const auto& c : cases) {
    const OneField field("Content-Type", c.written);
    EXPECT_EQ(described(parse_content_type(field.message(), field.field().body)), c.want)
        << c.written;
    Arena arena;
    const ExactBlock text(c.written);
    EXPECT_EQ(described(parse_content_type(text.view(), arena)), c.want) << c.written;
  }
}

constexpr ParameterCase kRfc2231[] = {
    {"message/external-body; access-type=URL;\r\n URL*0=\"ftp://\";\r\n URL*1=\"a.example/b.tar\"",
     "message/external-body; access-type=URL; url=ftp://a.example/b.tar"},
    {"application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
     "application/x-stuff; title*en-us=This is ***fun***"},
    {"application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20;\r\n"
     " title*1*=%2A%2A%2Afun%2A%2A%2A%20;\r\n title*2=\"isn't it!\"",
     "application/x-stuff; title*en=This is even more ***fun*** isn't it!"},
    {"a/b; n*1=two; n*0=one", "a/b; n=onetwo"},
    {"a/b; n*0=one; n*5=six", "a/b; n=onesix"},
    {"a/b; n*0*=utf-8''%E2%82; n*1*=%AC", "a/b; n=€"},  // a character cut in two
    {"a/b; n=plain; n*=utf-8''%C3%A9", "a/b; n=é; n=plain"},
    {"a/b; n*=%C3%A9", "a/b; n=é"},
    {"a/b; n*=utf-8'%C3%A9", "a/b; n=é"},
    {"a/b; n*=iso-8859-1''%E9%zz%", "a/b; n=é%zz%"},
    {"a/b; n*=no-such''%E9", "a/b; n=é"},
};

TEST(ParameterTest, Rfc2231) { expect_content_types(kRfc2231); }

constexpr ParameterCase kRealParameters[] = {
    {"text/plain", "text/plain"},
    {"TEXT/Plain; CharSet=UTF-8", "text/plain; charset=UTF-8"},
    {"text", "text/"},
    {"text/", "text/"},
    {"text/plain;", "text/plain"},
    {"text/plain charset=utf-8 format=flowed", "text/plain; charset=utf-8; format=flowed"},
    {"text/html, charset=utf-8", "text/html; charset=utf-8"},
    {"\"text/html\"; charset=x", "text/html; charset=x"},
    {"text/plain; charset=us-ascii (Plain text)", "text/plain; charset=us-ascii"},
    {"(a) text (b) / (c) plain (d) ; (e) charset (f) = (g) x (h)", "text/plain; charset=x"},
    {"a/b; name=report (1) final.pdf; x=y", "a/b; name=report (1) final.pdf; x=y"},
    {"a/b; name=(1).pdf", "a/b; name=(1).pdf"},
    {"a/b; name=\"foo \"bar\".pdf\"; c=d", "a/b; name=foo \"bar\".pdf; c=d"},
    {"a/b; name=\"foo; c=d", "a/b; name=foo; c=d"},
    {"a/b; name=\"foo.pdf\" c=d", "a/b; name=foo.pdf; c=d"},
    {"a/b; name=\"a\\\"b\\\\c\"", "a/b; name=a\"b\\c"},
    {"a/b; name=\"C:\\temp\\x.doc\"", "a/b; name=C:\\temp\\x.doc"},
    {"a/b; name=\"a\r\n\tb\"", "a/b; name=a b"},
    {"a/b; name=\"=?utf-8?Q?caf=C3=A9?= =?utf-8?Q?.pdf?=\"", "a/b; name=café.pdf"},
    {"a/b; name==?iso-8859-1?Q?caf=E9?=.pdf", "a/b; name=café.pdf"},
    {"a/b; name=\"caf\xE9.pdf\"", "a/b; name=café.pdf"},
    {"a/b; name=\"caf\xC3\xA9.pdf\"", "a/b; name=café.pdf"},
    {"a/b; n=\"\"; m=; o=1", "a/b; n=; o=1"},
    {"a/b; boundary=\"=_a'b()+,-./:=?\"", "a/b; boundary==_a'b()+,-./:=?"},
    {"a/b; boundary==_x=y", "a/b; boundary==_x=y"},
    {"a/b; ;; ; x=y", "a/b; x=y"},
    {"a/b; junk; x=y", "a/b; x=y"},
    {"", "/"},
    {"; a=b", "/; a=b"},
    {"/plain", "/plain"},
};

TEST(ParameterTest, ContentTypesAsRealMailHasThem) { expect_content_types(kRealParameters); }

constexpr ParameterCase kDispositions[] = {
    {"inline", "inline/"},
    {"ATTACHMENT; filename=x.pdf; size=12", "attachment/; filename=x.pdf; size=12"},
    {"attachment filename=x.pdf", "attachment/; filename=x.pdf"},
    {"filename=x.pdf", "/; filename=x.pdf"},
    {"attachment; filename=a, b.pdf", "attachment/; filename=a, b.pdf"},
};

TEST(ParameterTest, Dispositions) {
  for (const auto& c : kDispositions) {
    const OneField field("Content-Disposition", c.written);
    EXPECT_EQ(described(parse_disposition(field.message(), field.field().body)), c.want)
        << c.written;
  }
}

struct ParameterDefectCase {
  std::string_view written;
  DefectKind kind;
};

constexpr ParameterDefectCase kParameterDefects[] = {
    {"text", DefectKind::content_type_malformed},
    {"a/b; n=1; n=2", DefectKind::parameter_duplicate},
    {"a/b; n*0=1; n*0=2", DefectKind::parameter_duplicate},
    {"a/b; n=\"x", DefectKind::quoted_string_unclosed},
    {"a/b; n=(x", DefectKind::comment_unclosed},
    {"a/b; junk; n=x", DefectKind::parameter_malformed},
    {"a/b; n=", DefectKind::parameter_malformed},
    {"a/b; n==?utf-8?Q?x", DefectKind::encoded_word_malformed},
};

TEST(ParameterTest, WhatIsMalformedBecomesADefect) {
  for (const auto& c : kParameterDefects) {
    const OneField field("Content-Type", c.written);
    parse_content_type(field.message(), field.field().body);
    EXPECT_TRUE(field.has(c.kind)) << c.written << " " << defect_name(c.kind);
  }
}

TEST(ParameterTest, APlainParameterBesideAnExtendedOneIsNoDuplicate) {
  const OneField field("Content-Type", "a/b; n=x; n*=utf-8''y");
  const auto view = parse_content_type(field.message(), field.field().body);
  EXPECT_EQ(view.parameter("n"), "y");
  EXPECT_FALSE(field.has(DefectKind::parameter_duplicate));
}

TEST(ParameterTest, RangesSayWhereTheFirstSegmentStands) {
  const OneField field("Content-Type", " a/b; n*1=two;  n*0=\"one\" ; m=x");
  const auto view = parse_content_type(field.message(), field.field().body);
  ASSERT_EQ(view.parameters.size(), 2u);
  EXPECT_EQ(field.message().octets(view.parameters[0].where), "n*0=\"one\"");
  EXPECT_EQ(field.message().octets(view.parameters[1].where), "m=x");
}

TEST(ParameterTest, NoMoreThanLimitsParameters) {
  std::string many = "a/b";
  for (int i = 0; i < 500; ++i) many += fmt::format("; n{}=x", i);
  const OneField field("Content-Type", many);
  const auto view = parse_content_type(field.message(), field.field().body);
  EXPECT_EQ(view.parameters.size(), Limits{}.parameters);
  EXPECT_TRUE(field.has(DefectKind::too_many_parameters));
}

}  // namespace
}  // namespace letterlock::mime

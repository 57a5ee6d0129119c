#include "auth/authentication_results.h"

#include <gtest/gtest.h>

namespace letterlock::auth {
namespace {

// One line a result: "id: method/version=result [reason] ptype.property=value ... (comment)
// !problem".
std::string said(const AuthenticationResults& field) {
  std::string out = field.instance ? "i=" + std::to_string(*field.instance) + " " : "";
  out += field.authserv_id;
  if (field.version) out += " " + std::to_string(*field.version);
  for (const std::string& comment : field.comments) out += " (" + comment + ")";
  for (const AuthResult& result : field.results) {
    out += " | " + result.method;
    if (result.method_version) out += "/" + std::to_string(*result.method_version);
    out += "=" + result.result;
    if (result.reason) out += " [" + *result.reason + "]";
    for (const AuthProperty& one : result.properties) {
      out += " " + one.ptype + "." + one.property + "=" + one.value;
    }
    for (const std::string& comment : result.comments) out += " (" + comment + ")";
  }
  for (const AuthProblem& problem : field.problems) {
    out += " !" + std::string(to_string(problem.kind));
  }
  return out;
}

struct ResultsCase {
  std::string_view body;
  std::string_view want;
};

// RFC 8601 appendix B.
TEST(AuthenticationResultsTest, Rfc8601Examples) {
  constexpr ResultsCase kCases[] = {
      {" example.org 1; none", "example.org 1"},
      {" example.com;\r\n  spf=pass smtp.mailfrom=example.net",
       "example.com | spf=pass smtp.mailfrom=example.net"},
      {" example.com;\r\n  auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n"
       "  spf=pass smtp.mailfrom=example.net",
       "example.com | auth=pass smtp.auth=sender@example.net (cram-md5) | spf=pass "
       "smtp.mailfrom=example.net"},
      {" example.com;\r\n  dkim=pass reason=\"good signature\"\r\n"
       "    header.i=@mail-router.example.net;\r\n  dkim=fail reason=\"bad signature\"\r\n"
       "    header.i=@newyork.example.com",
       "example.com | dkim=pass [good signature] header.i=@mail-router.example.net | dkim=fail "
       "[bad signature] header.i=@newyork.example.com"},
      {" foo.example.net (foobar) 1 (baz);\r\n  dkim (Because I like it) / 1 (One yay) = (wait for "
       "it) fail\r\n    policy (A dot can go here) . (like that) expired\r\n    (this surprised "
       "me) "
       "= (as I wasn't expecting it) 1362471462",
       "foo.example.net 1 (foobar) (baz) | dkim/1=fail policy.expired=1362471462 (Because I like "
       "it) (One yay) (wait for it) (A dot can go here) (like that) (this surprised me) (as I "
       "wasn't expecting it)"},
  };
  for (const ResultsCase& c : kCases) EXPECT_EQ(said(parse_authentication_results(c.body)), c.want);
}

TEST(AuthenticationResultsTest, ReadsWhatProvidersWrite) {
  constexpr ResultsCase kCases[] = {
      {" spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=letter.example; dmarc=pass "
       "action=none\r\n header.from=letter.example;compauth=pass reason=100",
       " | spf=pass smtp.mailfrom=letter.example (sender IP is 192.0.2.1) | dmarc=pass "
       ".action=none header.from=letter.example | compauth=pass [100] !authserv_id_missing "
       "!ptype_missing"},
      {" mx.reader.example;\r\n dkim=pass header.i=@letter.example header.s=s1 "
       "header.b=\"ab/cd+=\";"
       "\r\n dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=letter.example;",
       "mx.reader.example | dkim=pass header.i=@letter.example header.s=s1 header.b=ab/cd+= | "
       "dmarc=pass header.from=letter.example (p=NONE sp=NONE dis=NONE)"},
      {" mta1.reader.example  from=letter.example; dkim=Neutral (no sig)",
       "mta1.reader.example | from=letter.example | dkim=neutral (no sig) !semicolon_missing"},
      {" mx.reader.example; iprev=pass policy.iprev=\"2001:db8::1\" (host.letter.example)",
       "mx.reader.example | iprev=pass policy.iprev=2001:db8::1 (host.letter.example)"},
  };
  for (const ResultsCase& c : kCases) EXPECT_EQ(said(parse_authentication_results(c.body)), c.want);
  EXPECT_EQ(said(parse_authentication_results(" i=2; mx.reader.example; arc=pass (i=1)", 0,
                                              AuthField::arc_authentication_results)),
            "i=2 mx.reader.example | arc=pass (i=1)");
}

TEST(AuthenticationResultsTest, ProblemsDoNotHideTheRest) {
  constexpr ResultsCase kCases[] = {
      {"", " !authserv_id_missing !result_missing"},
      {" mx.reader.example", "mx.reader.example !result_missing"},
      {" mx.reader.example; dkim; spf=pass", "mx.reader.example | spf=pass !method_unreadable"},
      {" mx; =pass; spf=pass", "mx | spf=pass !method_unreadable"},
      {" mx; spf=pass what ever smtp.helo=h",
       "mx | spf=pass smtp.helo=h !word_unreadable "
       "!word_unreadable"},
      {" mx; spf=pass (open; dkim=fail", "mx | spf=pass (open; dkim=fail) !comment_unclosed"},
      {" mx; spf=pass reason=\"open; dkim=fail", "mx | spf=pass [open; dkim=fail] !quote_unclosed"},
      {" mx; spf=pass ) smtp.helo=h", "mx | spf=pass smtp.helo=h !word_unreadable"},
      {" mx; dkim=pass reason=\"a; b\" header.d=\"c;d\"", "mx | dkim=pass [a; b] header.d=c;d"},
      {" mx; spf=pass (a (nested \\) one) b)", "mx | spf=pass (a (nested ) one) b)"},
  };
  for (const ResultsCase& c : kCases) EXPECT_EQ(said(parse_authentication_results(c.body)), c.want);
  EXPECT_EQ(
      said(parse_authentication_results(" mx; spf=pass", 0, AuthField::arc_authentication_results)),
      "mx | spf=pass !instance_missing");
}

TEST(AuthenticationResultsTest, RangesSayWhereEachThingStands) {
  constexpr std::string_view kMessage =
      "Authentication-Results: mx; spf=pass smtp.helo=h; dkim=none";
  constexpr std::uint32_t kBody = 23;
  const auto field = parse_authentication_results(kMessage.substr(kBody), kBody);
  ASSERT_EQ(field.results.size(), 2U);
  const auto octets = [&](ByteRange where) { return kMessage.substr(where.offset, where.length); };
  EXPECT_EQ(octets(field.results[0].where), "spf=pass smtp.helo=h");
  EXPECT_EQ(octets(field.results[0].properties.at(0).where), "smtp.helo=h");
  EXPECT_EQ(octets(field.results[1].where), "dkim=none");
}

TEST(AuthenticationResultsTest, WritingAndReadingGivesTheSame) {
  AuthenticationResults field;
  field.authserv_id = "mx.reader.example";
  field.version = 1;
  field.comments = {"checked (twice)"};
  AuthResult spf;
  spf.method = "spf";
  spf.result = "pass";
  spf.comments = {
      "mx.reader.example: domain of anna@letter.example designates 192.0.2.1 as permitted "
      "sender, and this comment goes on for longer than a line"};
  spf.properties = {{"smtp", "mailfrom", "anna@letter.example", {}},
                    {"smtp", "helo", "mail.letter.example", {}}};
  AuthResult dkim;
  dkim.method = "dkim";
  dkim.method_version = 1;
  dkim.result = "fail";
  dkim.reason = "body \"hash\" \\ did not verify; (really)";
  dkim.properties = {{"header", "b", "ab/c+d==", {}},
                     {"header", "i", "@letter.example", {}},
                     {"policy", "note", "", {}},
                     {"policy", "who", "j\xC3\xB6rg m\xC3\xBCller", {}}};
  field.results = {spf, dkim};
  const auto written = write_authentication_results(field);
  ASSERT_TRUE(written) << written.error().message;
  const auto again = parse_authentication_results(written->substr(written->find(':') + 1));
  EXPECT_TRUE(same_content(field, again)) << *written << said(again);
  EXPECT_TRUE(again.problems.empty());
  for (std::size_t at = 0; at < written->size();) {
    const std::size_t end = written->find("\r\n", at);
    EXPECT_LE(end - at, 78U) << written->substr(at, end - at);
    at = end + 2;
  }
  field.results.clear();
  EXPECT_EQ(*write_authentication_results(field),
            "Authentication-Results: mx.reader.example 1 (checked \\(twice\\)); none\r\n");
}

TEST(AuthenticationResultsTest, WhatCannotBeSaidIsNotWritten) {
  const auto with = [](auto change) {
    AuthenticationResults field;
    field.authserv_id = "mx.reader.example";
    AuthResult result;
    result.method = "spf";
    result.result = "pass";
    result.properties = {{"smtp", "mailfrom", "letter.example", {}}};
    field.results = {result};
    change(field);
    return write_authentication_results(field).has_value();
  };
  EXPECT_TRUE(with([](auto&) {}));
  EXPECT_FALSE(with([](auto& f) { f.authserv_id = "mx\r\nBcc: x"; }));
  EXPECT_FALSE(with([](auto& f) { f.authserv_id.clear(); }));
  EXPECT_FALSE(with([](auto& f) { f.instance = 1; }));
  EXPECT_FALSE(with([](auto& f) { f.results[0].method = "spf; dkim=pass"; }));
  EXPECT_FALSE(with([](auto& f) { f.results[0].result.clear(); }));
  EXPECT_FALSE(with([](auto& f) { f.results[0].reason = std::string("a\0b", 3); }));
  EXPECT_FALSE(with([](auto& f) { f.results[0].comments = {"a\nb"}; }));
  EXPECT_FALSE(with([](auto& f) { f.results[0].properties[0].property = "a b"; }));
}

}  // namespace
}  // namespace letterlock::auth

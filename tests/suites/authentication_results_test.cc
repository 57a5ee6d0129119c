// Authentication-Results as they are in the wild: the messages of the DKIM Verifier extension's
// tests, and the fields of list archives. With LETTERLOCK_FULL=1 the archives are read whole.
#include "auth/authentication_results.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "mime/message.h"
#include "suites/archived_mail.h"
#include "suites/suite.h"

namespace letterlock::suites {
namespace {

using auth::AuthenticationResults;
using Problems = std::map<std::string, int>;

// All fields of a message; whatever they hold, places lie inside and what can be written comes
// back.
class Fields {
 public:
  void read(const std::string& name, std::string_view octets) {
    const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
    ASSERT_TRUE(message) << name;
    for (const mime::HeaderField& field : message->header()) {
      const std::string_view field_name = message->octets(field.name);
      if (equals_ignore_case(field_name, "Authentication-Results")) {
        check(name, *message, field, auth::AuthField::authentication_results);
      } else if (equals_ignore_case(field_name, "ARC-Authentication-Results")) {
        check(name, *message, field, auth::AuthField::arc_authentication_results);
      }
    }
  }

  std::size_t fields = 0, results = 0, clean = 0, written = 0;
  Problems problems;
  std::vector<AuthenticationResults> read_ones;

 private:
  void check(const std::string& name, const mime::Message& message, const mime::HeaderField& field,
             auth::AuthField kind) {
    AuthenticationResults read =
        auth::parse_authentication_results(message.octets(field.body), field.body.offset, kind);
    ++fields;
    results += read.results.size();
    clean += read.problems.empty() ? 1 : 0;
    for (const auth::AuthProblem& one : read.problems) {
      ++problems[std::string(auth::to_string(one.kind))];
      EXPECT_TRUE(field.body.contains(one.where)) << name;
    }
    for (const auth::AuthResult& one : read.results) {
      EXPECT_TRUE(field.body.contains(one.where)) << name;
      EXPECT_EQ(lower_ascii(message.octets(one.where).substr(0, one.method.size())), one.method);
    }
    if (const auto text = auth::write_authentication_results(read, kind)) {
      ++written;
      const auto again =
          auth::parse_authentication_results(text->substr(text->find(':') + 1), 0, kind);
      EXPECT_TRUE(auth::same_content(read, again)) << name << "\n" << *text;
    }
    if (read_ones.size() < 100) read_ones.push_back(std::move(read));
  }
};

void print(const char* what, const Fields& fields) {
  std::printf("%s: %zu fields, %zu results, %zu without problems, %zu written and read again\n",
              what, fields.fields, fields.results, fields.clean, fields.written);
  for (const auto& [problem, count] : fields.problems) {
    std::printf("  %d %s\n", count, problem.c_str());
  }
}

TEST(AuthenticationResultsSuite, DkimVerifierMessages) {
  Fields all;
  for (const auto& file :
       std::filesystem::directory_iterator(corpora() / "conformance/dkim-lieser/arh")) {
    all.read(file.path().filename().string(), read_file(file.path()));
  }
  print("dkim-lieser/arh", all);
  EXPECT_EQ(all.fields, 37U);
  EXPECT_EQ(all.results, 63U);
  EXPECT_EQ(all.problems, (Problems{{"authserv_id_missing", 3}}));  // as their names say
  EXPECT_EQ(all.written, all.clean);
}

TEST(AuthenticationResultsSuite, WhatTheMessagesSay) {
  const auto first = [](const char* name) {
    Fields one;
    one.read(name, read_file(corpora() / "conformance/dkim-lieser/arh" / name));
    return one.read_ones.at(0);
  };
  const auto several = first("multiple_spf_and_dmarc_results.eml");
  EXPECT_EQ(several.authserv_id, "example.net");
  EXPECT_GT(several.results.size(), 2U);
  const auto failed = first("rfc6376-A.2-arh-failed.eml");
  EXPECT_EQ(failed.results.at(0).method, "spf");
  EXPECT_EQ(failed.results.at(1).method, "dkim");
  EXPECT_EQ(failed.results.at(1).result, "fail");
  EXPECT_EQ(failed.results.at(1).reason, "bad signature");
  EXPECT_EQ(failed.results.at(1).find("header", "d")->value, "example.com");
}

// One provider leaves the authserv-id out, gives "action=none" without a ptype and puts a bare
// domain between semicolons. Nothing else is outside of the grammar.
struct ListArchive {
  const char* name;
  std::size_t fields, results;  // of the first 2,000 messages
  Problems problems;
};
const ListArchive kArchives[] = {
    {"ksummit.lists.linux.dev",
     3'311,
     5'252,
     {{"authserv_id_missing", 41}, {"method_unreadable", 20}, {"ptype_missing", 149}}},
    {"linux-hyperv.vger.kernel.org",
     1'444,
     3'602,
     {{"authserv_id_missing", 726}, {"method_unreadable", 4}, {"ptype_missing", 667}}},
    {"selinux.vger.kernel.org", 29, 28, {{"authserv_id_missing", 6}, {"ptype_missing", 1}}},
};

TEST(AuthenticationResultsSuite, ListArchives) {
  const bool whole = std::getenv("LETTERLOCK_FULL") != nullptr;
  for (const ListArchive& want : kArchives) {
    Fields all;
    std::size_t messages = 0;
    const auto archive = corpora() / "mail-lists" / (std::string(want.name) + ".mbox.zst");
    ASSERT_EQ(each_in_mbox(archive,
                           [&](const std::string& name, std::string_view octets) {
                             all.read(name, octets);
                             return ++messages < 2'000 || whole;
                           }),
              "");
    print(want.name, all);
    for (const auto& [problem, count] : all.problems) {
      EXPECT_TRUE(kArchives[0].problems.contains(problem)) << problem << " " << count;
    }
    if (whole) continue;
    EXPECT_EQ(all.fields, want.fields);
    EXPECT_EQ(all.results, want.results);
    EXPECT_EQ(all.problems, want.problems);
  }
}

}  // namespace
}  // namespace letterlock::suites

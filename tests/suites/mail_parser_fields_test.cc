// The field vectors of the mail-parser project: each case is a field body and what that parser
// makes of it. Where its model says less or more than ours, the adapter says how they are compared;
// where the two differ on purpose, mail_parser_deviations.h says why.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>

#include "base/ascii.h"
#include "mime/address.h"
#include "mime/date.h"
#include "mime/parameter.h"
#include "mime/unstructured.h"
#include "suites/mail_parser_deviations.h"
#include "suites/suite.h"

namespace letterlock::suites {
namespace {

using simdjson::dom::element;

// A message whose first field is the case's; octets after its end (another field, a body) stay.
struct Case {
  mime::Message message;
  const mime::HeaderField& field() const { return message.header()[0]; }
};

Case case_of(std::string_view name, std::string_view body) {
  const std::string octets = std::string(name) + ":" + std::string(body);
  auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
  return {std::move(*message)};
}

std::string text_of(const element& object, const char* key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::int64_t number_of(const element& object, const char* key) {
  std::int64_t number = 0;
  return object[key].get(number) == simdjson::SUCCESS ? number : 0;
}

std::string difference(const std::string& want, const std::string& got) {
  return want == got ? std::string() : "\n  want " + want + "\n  got  " + got;
}

// Runs every case of one file; `compare` gives the difference, empty where there is none.
template <class Compare>
void run_suite(const std::string& suite, const Deviations& deviations, Compare compare) {
  simdjson::dom::parser parser;
  simdjson::dom::array cases;
  const auto path = corpora() / "mime/mail-parser" / (suite + ".json");
  ASSERT_EQ(parser.load(path.string()).get(cases), simdjson::SUCCESS) << path;
  Tally tally(deviations);
  std::size_t number = 0;
  for (const element& one : cases) {
    const std::string body = text_of(one, "header");
    tally.count(std::to_string(number++), compare(body, one["expected"].value()));
  }
  EXPECT_EQ(tally.failures, "");
  ::testing::Test::RecordProperty(suite, tally.summary());
  std::printf("%s: %s of %zu\n", suite.c_str(), tally.summary().c_str(), number);
}

// One mailbox a line: group|name|address. mail-parser appends comments to the name.
std::string mailbox_line(std::string_view group, std::string_view name, std::string_view address) {
  return "\n    " + std::string(group) + "|" + std::string(name) + "|" + std::string(address);
}

std::string wanted_mailboxes(const element& list, std::string_view group) {
  std::string lines;
  for (const element& mailbox : list.get_array()) {
    lines += mailbox_line(group, text_of(mailbox, "name"), text_of(mailbox, "address"));
  }
  return lines;
}

std::string compare_addresses(const std::string& body, const element& expected) {
  std::string want;
  simdjson::dom::array groups;
  if (element list; expected["List"].get(list) == simdjson::SUCCESS) {
    want = wanted_mailboxes(list, "");
  } else if (expected["Group"].get(groups) == simdjson::SUCCESS) {
    for (const element& group : groups) {
      want += wanted_mailboxes(group["addresses"].value(), text_of(group, "name"));
    }
  }
  // The URIs among the cases are RFC 2369's, and stand in its fields.
  const bool uri = body.find("://") != body.npos || body.find("<mailto:") != body.npos;
  const Case one = case_of(uri ? "List-Help" : "To", body);
  std::string got;
  for (const mime::MailboxView& mailbox : mime::parse_addresses(one.message, one.field())) {
    std::string name(mailbox.display_name);
    if (!mailbox.comment.empty()) {
      name = name.empty() ? std::string(mailbox.comment)
                          : name + " (" + std::string(mailbox.comment) + ")";
    }
    std::string address(mailbox.local_part);
    if (!mailbox.domain.empty()) address += "@" + std::string(mailbox.domain);
    got += mailbox_line(mailbox.group, name, address);
  }
  return difference(want, got);
}

// type/subtype and the parameters sorted: mail-parser lists continued ones last. It gives the
// language of RFC 2231 as a parameter of its own.
std::string compare_content_type(const std::string& body, const element& expected) {
  const Case one = case_of("Content-Type", body);
  const mime::ContentTypeView view = mime::parse_content_type(one.message, one.field().body);
  std::vector<std::string> wanted;
  std::vector<std::string> gotten;
  std::string want = "none";
  if (!expected.is_null()) {
    want = lower_ascii(text_of(expected, "c_type") + "/" + text_of(expected, "c_subtype"));
    simdjson::dom::array attributes;
    if (expected["attributes"].get(attributes) == simdjson::SUCCESS) {
      for (const element& pair : attributes) {
        wanted.push_back(std::string(pair.at(0).get_string().value()) + "=" +
                         std::string(pair.at(1).get_string().value()));
      }
    }
  }
  std::string got = "none";
  if (!view.type.empty()) {
    got = std::string(view.type) + "/" + std::string(view.subtype);
    for (const mime::Parameter& parameter : view.parameters) {
      gotten.push_back(std::string(parameter.name) + "=" + std::string(parameter.value));
      if (!parameter.language.empty()) {
        gotten.push_back(std::string(parameter.name) +
                         "-language=" + std::string(parameter.language));
      }
    }
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(gotten.begin(), gotten.end());
  for (const std::string& parameter : wanted) want += "; " + parameter;
  for (const std::string& parameter : gotten) got += "; " + parameter;
  return difference(want, got);
}

std::string wanted_date(const element& date) {
  if (date.is_null()) return "none";
  bool before = false;
  if (date["tz_before_gmt"].get(before) != simdjson::SUCCESS) before = false;
  const std::int64_t zone = number_of(date, "tz_hour") * 60 + number_of(date, "tz_minute");
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02} {:+}", number_of(date, "year"),
                     number_of(date, "month"), number_of(date, "day"), number_of(date, "hour"),
                     number_of(date, "minute"), number_of(date, "second"), before ? -zone : zone);
}

std::string our_date(const std::optional<mime::DateTime>& date) {
  if (!date) return "none";
  std::string local = format_utc(date->utc + date->zone_minutes * 60);
  local.pop_back();  // the Z
  return fmt::format("{} {:+}", local, date->zone_minutes);
}

std::string compare_date(const std::string& body, const element& expected) {
  const Case one = case_of("Date", body);
  return difference(wanted_date(expected), our_date(mime::date_of(one.message)));
}

std::string compare_ids(const std::string& body, const element& expected) {
  std::string want;
  std::string got;
  simdjson::dom::array ids;
  if (expected.get(ids) == simdjson::SUCCESS) {
    for (const element& id : ids) want += "<" + std::string(id.get_string().value()) + ">";
  }
  const Case one = case_of("References", body);
  for (const mime::MessageIdView& id : mime::parse_message_ids(one.message, one.field())) {
    got += "<" + std::string(id.id) + ">";
  }
  return difference(want, got);
}

std::string compare_unstructured(const std::string& body, const element& expected) {
  const Case one = case_of("Subject", body);
  return difference(std::string(expected.get_string().value()),
                    std::string(mime::decode_unstructured(one.message, one.field())));
}

// Comma-separated text, as Keywords has it: our callers split where they need it.
std::string compare_list(const std::string& body, const element& expected) {
  std::string want;
  std::string got;
  for (const element& item : expected.get_array()) {
    want += "[" + std::string(item.get_string().value()) + "]";
  }
  const Case one = case_of("Keywords", body);
  const std::string_view text = mime::decode_unstructured(one.message, one.field());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view item = trim(text.substr(at, comma - at));
    if (!item.empty()) got += "[" + std::string(item) + "]";
    at = comma + 1;
  }
  return difference(want, got);
}

// Addresses in their canonical spelling, other text as it is.
std::string canonical_host(std::string_view host) {
  // "[192.0.2.1]:25" is an address as well.
  if (host.starts_with('[')) host = host.substr(1, host.find(']') - 1);
  in6_addr address;
  const std::string text(host);
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return text;
  std::string out(INET6_ADDRSTRLEN, '\0');
  inet_ntop(AF_INET6, &address, out.data(), INET6_ADDRSTRLEN);
  return out.substr(0, out.find('\0'));
}

std::string wanted_host(const element& received, const char* key) {
  element host;
  if (received[key].get(host) != simdjson::SUCCESS) return {};
  const std::string name = text_of(host, "Name");
  return name.empty() ? canonical_host(text_of(host, "IpAddr")) : name;
}

std::string first_word(std::string_view text) {
  return std::string(text.substr(0, text.find(' ')));
}

// mail-parser knows protocols by name only; ours is the clause as it stands.
bool same_protocol(std::string want, std::string got) {
  want = lower_ascii(want);
  got = lower_ascii(got);
  if (const std::size_t tls = got.find("-tls"); tls != got.npos) got.replace(tls, 4, "s");
  return want.empty() || got.find(want) != got.npos;
}

// The clauses both sides know. mail-parser takes HELO, TLS and ident out of the comments besides.
std::string compare_received(const std::string& body, const element& expected) {
  const Case one = case_of("Received", body);
  const mime::ReceivedView view = mime::parse_received(one.message, one.field());
  std::string want = "from " + wanted_host(expected, "from");
  std::string got = "from " + canonical_host(first_word(view.from));
  want += " ip " + canonical_host(text_of(expected, "from_ip"));
  got += " ip " + canonical_host(view.from_ip);
  want += " by " + wanted_host(expected, "by");
  got += " by " + canonical_host(view.by);
  want += " for " + text_of(expected, "for_");
  got += " for " + std::string(view.for_);
  want += " id " + text_of(expected, "id");
  got += " id " + std::string(view.id);
  want += " via " + text_of(expected, "via");
  got += " via " + std::string(view.via);
  const std::string protocol = text_of(expected, "with");
  want += " with " + (same_protocol(protocol, std::string(view.with)) ? "same" : protocol);
  got += " with " +
         (same_protocol(protocol, std::string(view.with)) ? "same" : std::string(view.with));
  element date;
  want += " at " + (expected["date"].get(date) == simdjson::SUCCESS ? wanted_date(date) : "none");
  got += " at " + our_date(view.date);
  return difference(want, got);
}

TEST(MailParserFields, Addresses) { run_suite("address", kAddressDeviations, compare_addresses); }
TEST(MailParserFields, ContentTypes) {
  run_suite("content_type", kContentTypeDeviations, compare_content_type);
}
TEST(MailParserFields, Dates) { run_suite("date", kDateDeviations, compare_date); }
TEST(MailParserFields, MessageIds) { run_suite("id", kIdDeviations, compare_ids); }
TEST(MailParserFields, Lists) { run_suite("list", kListDeviations, compare_list); }
TEST(MailParserFields, Received) { run_suite("received", kReceivedDeviations, compare_received); }
TEST(MailParserFields, Unstructured) {
  run_suite("unstructured", kUnstructuredDeviations, compare_unstructured);
}

}  // namespace
}  // namespace letterlock::suites

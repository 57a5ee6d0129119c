// The public SPF suites, whole and unedited: openspf's for RFC 4408 and RFC 7208 (two releases),
// pyspf's own cases, and those of mail-auth. A case listed as different must differ.
#include "auth/spf.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>

#include "base/ascii.h"
#include "dns/zone_resolver.h"
#include "suites/suite.h"

namespace letterlock::suites {
namespace {

using auth::SpfCheck;
using dns::RecordType;

const Deviations kNone = {};
const Deviations kPyspf = {
    {"default-modifier", "default= is no modifier of RFC 7208; pyspf reads it in its lax mode"},
    {"default-modifier-harsh", "\"ambiguous\" is a result of pyspf's, not of RFC 7208"},
};
const Deviations kMailAuth = {
    {"all:1", "RFC 7208 section 4.6: a syntax error counts wherever it stands, behind \"all\" too"},
    {"basic:9", "RFC 7208 section 4.6.4: ten names that do not exist are over the limit of two"},
    {"exists:2", "RFC 7208 section 5.7: exists asks for A whatever the client's address"},
    {"ip:11", "IPv4 clients never match ip6 (openspf's case cidr6-ip4)"},
    {"macro:4", "RFC 7208 section 5.7: exists asks for A whatever the client's address"},
};

// A string, or a list of them that are joined.
std::string joined(const YAML::Node& node) {
  if (!node.IsSequence()) return node.as<std::string>();
  std::string text;
  for (const YAML::Node& part : node) text += part.as<std::string>();
  return text;
}

void add_record(dns::ZoneResolver& zone, const std::string& name, const std::string& type,
                const YAML::Node& value) {
  if (type == "MX") {
    zone.add(name, RecordType::mx,
             {dns::canonical_name(value[1].as<std::string>()).value_or(""),
              value[0].as<std::uint16_t>()});
    return;
  }
  static const std::map<std::string, RecordType> kTypes = {
      {"A", RecordType::a},     {"AAAA", RecordType::aaaa},   {"TXT", RecordType::txt},
      {"PTR", RecordType::ptr}, {"CNAME", RecordType::cname},
  };
  const auto known = kTypes.find(type);
  ASSERT_NE(known, kTypes.end()) << type;
  std::string text = joined(value);
  if (type == "CNAME") text = dns::canonical_name(text).value_or("");
  if (const auto address = IpAddress::parse(text)) text = address->text();
  zone.add(name, known->second, {text});
}

// Records of type SPF are meant for both types, unless the name has TXT of its own ("NONE": it has
// none). Where TIMEOUT stands in the list, look-ups of all types not listed before it time out.
dns::ZoneResolver zone_of(const YAML::Node& zonedata) {
  dns::ZoneResolver zone;
  for (const auto& entry : zonedata) {
    const auto name = entry.first.as<std::string>();
    std::vector<std::string> spf;
    std::vector<RecordType> listed;
    bool has_txt = false;
    bool times_out = false;
    for (const YAML::Node& record : entry.second) {
      if (record.IsScalar()) {
        times_out |= record.as<std::string>() == "TIMEOUT";
        continue;
      }
      for (const auto& pair : record) {
        const auto type = pair.first.as<std::string>();
        has_txt |= type == "TXT";
        if (type == "SPF") {
          spf.push_back(joined(pair.second));
        } else if (pair.second.IsScalar() && pair.second.as<std::string>() == "NONE") {
          continue;
        } else {
          add_record(zone, name, type, pair.second);
        }
      }
    }
    if (!has_txt) {
      for (const std::string& text : spf) zone.add(name, RecordType::txt, {text});
    }
    if (!times_out) continue;
    for (const RecordType type : {RecordType::a, RecordType::aaaa, RecordType::mx, RecordType::ptr,
                                  RecordType::txt, RecordType::cname}) {
      if (zone.look_up(name, type).ok()) continue;
      zone.add_trouble(name, dns::Status::timeout, type);
    }
  }
  return zone;
}

std::string difference(const YAML::Node& test, const SpfCheck& check) {
  std::vector<std::string> wanted;
  if (test["result"].IsSequence()) {
    for (const YAML::Node& one : test["result"]) wanted.push_back(one.as<std::string>());
  } else {
    wanted.push_back(test["result"].as<std::string>());
  }
  const std::string got(auth::to_string(check.result));
  if (std::find(wanted.begin(), wanted.end(), got) == wanted.end()) {
    return "want " + wanted.front() + ", got " + got + " (" +
           std::string(auth::to_string(check.reason)) + ") " + check.problem;
  }
  if (!test["explanation"]) return {};
  auto explanation = test["explanation"].as<std::string>();
  if (explanation == "DEFAULT") explanation.clear();  // ours is to have none
  if (explanation == check.explanation) return {};
  return "want explanation \"" + explanation + "\", got \"" + check.explanation + "\"";
}

void run(const std::string& file, const Deviations& deviations, std::size_t cases) {
  Tally tally(deviations);
  std::size_t count = 0;
  for (const YAML::Node& scenario :
       YAML::LoadAllFromFile((corpora() / "conformance/spf" / file).string())) {
    if (!scenario["tests"]) continue;
    dns::ZoneResolver zone = zone_of(scenario["zonedata"]);
    for (const auto& entry : scenario["tests"]) {
      const YAML::Node& test = entry.second;
      auth::SpfQuery query;
      const auto client = IpAddress::parse(test["host"].as<std::string>());
      ASSERT_TRUE(client) << test["host"];
      query.client = *client;
      query.helo = test["helo"].as<std::string>();
      query.mail_from = test["mailfrom"].as<std::string>();
      query.receiver = test["receiver"] ? test["receiver"].as<std::string>() : "";
      ++count;
      tally.count(entry.first.as<std::string>(), difference(test, auth::check_spf(query, zone)));
    }
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_EQ(count, cases);
  std::printf("%s: %s of %zu\n", file.c_str(), tally.summary().c_str(), count);
}

TEST(SpfSuite, Rfc4408) { run("rfc4408-tests.yml", kNone, 191); }
TEST(SpfSuite, Rfc7208) { run("rfc7208-tests.yml", kNone, 203); }
TEST(SpfSuite, Rfc7208Release201405) { run("rfc7208-tests-2014-05.yml", kNone, 193); }
TEST(SpfSuite, Pyspf) { run("test.yml", kPyspf, 16); }

// mail-auth's files are read line by line, as their own test does: keys repeat and order counts.
// Each expect: is HELO's result, or MAIL FROM's where HELO passes or says nothing.
class MailAuthFile {
 public:
  MailAuthFile(std::string name, Tally& tally) : name_(std::move(name)), tally_(tally) {}

  void read(std::istream& in) {
    for (std::string line; std::getline(in, line);) read_line(std::string(trim(line)));
  }

 private:
  void read_line(std::string line) {
    if (line == "---") {
      domain_.clear();
      sender_.clear();
      return;
    }
    if (line.starts_with("- ")) line = std::string(trim(line.substr(2)));
    const std::size_t colon = line.find(':');
    if (colon == line.npos || line.starts_with('#')) return;
    const std::string key = line.substr(0, colon);
    const std::string value(trim(std::string_view(line).substr(colon + 1)));
    if (key == "domain") domain_ = value;
    if (key == "sender") sender_ = value;
    if (key == "ip") client_ = *IpAddress::parse(value);
    if (key == "expect") expect(value);
    const std::size_t space = value.find(' ');
    if (space == value.npos) return;
    if (key == "spf" || key == "exp") {
      set(value.substr(0, space), RecordType::txt, {value.substr(space + 1)});
    } else if (key == "a" || key == "aaaa" || key == "mx" || key == "ptr") {
      add_list(key, value.substr(0, space), value.substr(space + 1));
    }
  }

  // A later line of the same name and type takes the place of the earlier one.
  void set(const std::string& name, RecordType type, std::vector<std::string> values) {
    records_[{name, type}] = std::move(values);
  }

  void add_list(const std::string& key, const std::string& name, const std::string& list) {
    std::vector<std::string> values;
    std::istringstream in(list);
    for (std::string one; std::getline(in, one, ',');) {
      one = std::string(trim(one));
      const auto address = IpAddress::parse(one);
      if (key == "mx") {  // hosts are given by address
        const std::string host = "mx." + std::to_string(values.size()) + "." + name;
        set(host, address->is_v6() ? RecordType::aaaa : RecordType::a, {address->text()});
        one = host;
      } else if (address) {
        one = address->text();
      }
      values.push_back(*dns::canonical_name(one));
    }
    if (key == "ptr") return set(IpAddress::parse(name)->reverse_name(), RecordType::ptr, values);
    const RecordType type = key == "mx"  ? RecordType::mx
                            : key == "a" ? RecordType::a
                                         : RecordType::aaaa;
    set(name, type, values);
  }

  SpfCheck check() {
    dns::ZoneResolver zone;
    for (const auto& [key, values] : records_) {
      for (const std::string& value : values) zone.add(key.first, key.second, {value});
    }
    zone.add_trouble("_dns_error.org", dns::Status::servfail);
    zone.add_trouble("_dns_error.test.org", dns::Status::servfail);
    auth::SpfQuery query;
    query.client = client_;
    query.helo = domain_;
    SpfCheck helo = auth::check_spf(query, zone);
    const bool goes_on =
        helo.result == auth::SpfResult::pass || helo.result == auth::SpfResult::none;
    if (!goes_on || sender_.empty()) return helo;
    query.mail_from = sender_;
    return auth::check_spf(query, zone);
  }

  void expect(const std::string& value) {
    const std::size_t space = std::min(value.find(' '), value.size());
    const std::string explanation(trim(value.substr(space)));
    const SpfCheck got = check();
    std::string different;
    if (auth::to_string(got.result) != value.substr(0, space)) {
      different =
          "want " + value + ", got " + std::string(auth::to_string(got.result)) + " " + got.problem;
    } else if (!explanation.empty() && explanation != got.explanation) {
      different = "want \"" + explanation + "\", got \"" + got.explanation + "\"";
    }
    tally_.count(name_ + ":" + std::to_string(++number_), different);
  }

  std::string name_;
  Tally& tally_;
  std::map<std::pair<std::string, RecordType>, std::vector<std::string>> records_;
  std::string domain_;
  std::string sender_;
  IpAddress client_ = IpAddress::v4({127, 0, 0, 1});
  int number_ = 0;
};

TEST(SpfSuite, MailAuth) {
  Tally tally(kMailAuth);
  std::size_t files = 0;
  const auto directory = corpora() / "conformance/mail-auth-resources/spf";
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(file.path());
    MailAuthFile(file.path().stem().string(), tally).read(in);
    ++files;
  }
  EXPECT_EQ(tally.failures, "");
  EXPECT_EQ(files, 12U);
  std::printf("mail-auth: %s\n", tally.summary().c_str());
}

}  // namespace
}  // namespace letterlock::suites

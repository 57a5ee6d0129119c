// Data categories with their checks, and who must be told.
#include "exposure/notice.h"

#include <gmock/gmock.h>

#include "exposure/test_events.h"

namespace letterlock::exposure {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> patterns_in(std::string_view text) {
  std::vector<std::string> names;
  for (const DataHit& hit : find_data(text)) names.emplace_back(hit.pattern);
  return names;
}

struct Case {
  const char* text;
  const char* pattern;  // nullptr: none
};

// Numbers are published examples or made to fit the check.
constexpr Case kCases[] = {
    {"IBAN: DE89 3704 0044 0532 0130 00 please", "iban"},
    {"IBAN GB82WEST12345698765432", "iban"},
    {"IBAN: DE89 3704 0044 0532 0130 01 please", nullptr},
    {"card 4111 1111 1111 1111, exp 12/26", "card_number"},
    {"card 4111 1111 1111 1112, exp 12/26", nullptr},
    {"my SSN is 219-09-9999", "us_ssn"},
    {"my SSN is 666-09-9999", nullptr},
    {"part 219-09-9999 is out of stock", nullptr},
    {"routing number 021000021", "us_aba_routing"},
    {"routing number 021000022", nullptr},
    {"National Insurance AB 12 34 56 C", "uk_nino"},
    {"Steuer-ID: 86095742719", "de_steuer_id"},
    {"Steuer-ID: 86095742718", nullptr},
    {"DNI 12345678Z", "es_dni"},
    {"RSSMRA85T10A562S", "it_codice_fiscale"},
    {"RSSMRA85T10A562T", nullptr},
    {"BSN 111222333", "nl_bsn"},
    {"131052-308T", "fi_henkilotunnus"},
    {"CPF 111.444.777-35", "br_cpf"},
    {"2 55 08 14 168 025 38", "fr_nir"},
    {"L898902C36UTO7408122F1204159ZE184226B<<<<<10", "passport_mrz"},
    {"Passport No. C01X00T47", "labelled_passport"},
    {"Password: hunter2!", "labelled_password"},
    {"Password: please reset it", nullptr},
    {"AKIAIOSFODNN7EXAMPLE", "aws_access_key"},
    {"-----BEGIN RSA PRIVATE KEY-----", "private_key"},
    {"date of birth: 4 March 1981", "labelled_birth_date"},
    {"geboren am 04.03.1981 in Ulm", "labelled_birth_date"},
    {"the meeting is on 04.03.2024", nullptr},
    {"Diagnosis: F32.1", "icd_10_code"},
    {"seat F32 in the train", nullptr},
    {"chemotherapy after the biopsy", "health_terms"},
    {"this is a cancer on our democracy", nullptr},
};

TEST(DataCategoriesTest, APatternHoldsOnlyWithItsCheckOrItsLabel) {
  for (const Case& each : kCases) {
    if (each.pattern == nullptr) {
      EXPECT_THAT(patterns_in(each.text), IsEmpty()) << each.text;
    } else {
      EXPECT_THAT(patterns_in(each.text), Contains(each.pattern)) << each.text;
    }
  }
}

TEST(DataCategoriesTest, TheRangeIsWhatWasFound) {
  const std::string text = "to: DE89 3704 0044 0532 0130 00.";
  const auto hits = find_data(text);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(text.substr(hits[0].where.offset, hits[0].where.length), "DE89 3704 0044 0532 0130 00");
}

TEST(DataCategoriesTest, LongTextOfDigitsIsReadInReasonableTime) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += i % 7 == 0 ? '-' : static_cast<char>('0' + i % 10);
  EXPECT_LE(find_data(text).size(), 1000u);
}

class NoticeTest : public testing::Test {
 protected:
  NoticeTest() {
    incident.office_days(kMonday, 28);
    incident.hold("bank@x.example", kMonday);
    incident.hold("plain@x.example", kMonday);
    incident.hold("unseen@x.example", kMonday);
    incident.read("bank@x.example", kEntry);
    incident.read("plain@x.example", kEntry + 60);
    incident.password_reset(kEntry + kOneDay);
    result = incident.result();
  }
  Notice made(const NoticeOptions& options) {
    SilentProgress silent;
    const ReadMessage read = [](store::MessageId id) -> Expected<std::string> {
      return id == 1 ? "Subject: x\r\n\r\nIBAN DE89 3704 0044 0532 0130 00\r\n"
                     : "Subject: x\r\n\r\nHello. Did Mira\r\nVance\u2019s letter, or Tom Reed's, "
                       "reach Ben Ode, miravance, MIRA VANCE or Mira Vancell?\r\n";
    };
    auto notice = exposure::notice(result, incident.facts(), read, options, silent);
    EXPECT_TRUE(notice);
    return *notice;
  }
  static constexpr UnixTime kEntry = kMonday + 10 * kOneDay;
  Incident incident;
  ExposureResult result;
};

TEST_F(NoticeTest, PersonsAreListedByClassAndCategory) {
  const Notice notice = made({});
  ASSERT_EQ(notice.rows.size(), 4u) << "two persons, with and without bank data";
  EXPECT_EQ(notice.persons, 2u);
  EXPECT_EQ(notice.rows[0].address, "ada@meridian.example");
  EXPECT_EQ(notice.rows[0].category, DataCategory::bank);
  EXPECT_THAT(notice.rows[0].patterns, ElementsAre("iban"));
  EXPECT_THAT(notice.rows[0].message_ids, ElementsAre("bank@x.example"));
  EXPECT_EQ(notice.rows[1].category, std::nullopt);
  EXPECT_EQ(notice.messages, 2u) << "what is X1 is not part of a notice";
}

TEST_F(NoticeTest, PersonsWhomOnlyTheTextNamesStandApartAndAreNeverCertain) {
  NoticeOptions options;
  options.persons = {{"Mira Vance", "mira@vance.example"}, {"Reed, Tom", "tom@one.example"},
                     {"Tom Reed", "tom@two.example"},      {"Ben Ode", "ben@partner.example"},
                     {"Support Team", "help@x.example"},   {"Hello", "hello@x.example"}};
  const Notice notice = made(options);
  EXPECT_EQ(notice.persons, 2u);
  EXPECT_EQ(notice.persons_in_text, 2u);
  ASSERT_EQ(notice.rows.size(), 6u);
  const NoticeRow &unknown = notice.rows[4], &known = notice.rows[5];
  EXPECT_TRUE(unknown.in_text && known.in_text);
  EXPECT_EQ(known.name, "Mira Vance");
  EXPECT_EQ(known.address, "mira@vance.example");
  EXPECT_EQ(known.certainty, Certainty::likely);
  EXPECT_EQ(unknown.name, "Tom Reed") << "two addresses bear it";
  EXPECT_EQ(unknown.address, "");
  EXPECT_EQ(unknown.certainty, Certainty::possible);
  EXPECT_THAT(notice_csv(notice), HasSubstr(",text\r\n"));
}

TEST_F(NoticeTest, TheClockRunsFromAwareness) {
  NoticeOptions options;
  options.aware = kMonday;
  EXPECT_EQ(made(options).authority_by, kMonday + 3 * kOneDay);
  EXPECT_THAT(notice_csv(made(options)),
              HasSubstr("2024-06-03T00:00:00Z,2024-06-06T00:00:00Z,address"));
  EXPECT_EQ(made({}).authority_by, std::nullopt);
}

TEST_F(NoticeTest, MessageIdsThatAreNotListedAreCounted) {
  Incident other;
  other.office_days(kMonday, 28);
  for (int i = 0; i < 8; ++i) {
    const std::string id = "m" + std::to_string(i) + "@x.example";
    other.hold(id, kMonday);
    other.read(id, kEntry + i * 60);
  }
  result = other.result();
  const ReadMessage read = [](store::MessageId) -> Expected<std::string> { return "Subject: x"; };
  SilentProgress silent;
  const auto notice = exposure::notice(result, other.facts(), read, {}, silent);
  ASSERT_TRUE(notice);
  ASSERT_FALSE(notice->rows.empty());
  EXPECT_EQ(notice->rows[0].messages, 8u);
  EXPECT_EQ(notice->rows[0].message_ids.size(), 5u);
  EXPECT_EQ(notice->rows[0].not_listed, 3u);
  EXPECT_THAT(notice_csv(*notice), HasSubstr("; and 3 more\""));
}

TEST_F(NoticeTest, ASpreadsheetRunsNothingOfIt) {
  Notice notice;
  notice.rows.resize(1);
  notice.rows[0].address = "=cmd|' /C calc'!A0";
  notice.rows[0].name = "a \"b\", c";
  const std::string csv = notice_csv(notice);
  EXPECT_THAT(csv, Not(HasSubstr("\"=cmd")));
  EXPECT_THAT(csv, HasSubstr("\"a \"\"b\"\", c\""));
}

}  // namespace
}  // namespace letterlock::exposure

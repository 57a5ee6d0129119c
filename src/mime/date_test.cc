#include "mime/date.h"

#include <gtest/gtest.h>

#include <span>

#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

// "2024-08-10T13:05:00Z +120 [+0200] obsolete"; "?" after the minutes where the zone is not known.
std::string described(const std::optional<DateTime>& date) {
  if (!date) return "none";
  return fmt::format("{} {:+}{} [{}]{}", format_utc(date->utc), date->zone_minutes,
                     date->zone_known ? "" : "?", date->zone_text,
                     date->obsolete ? " obsolete" : "");
}

struct DateCase {
  std::string_view written;
  std::string_view want;
};

void expect_dates(std::span<const DateCase> cases) {
  for (const auto& c : cases) {
    const ExactBlock text(c.written);
    EXPECT_EQ(described(parse_date(text.view())), c.want) << c.written;
  }
}

constexpr DateCase kRfc5322Dates[] = {
    {"Sat, 10 Aug 2024 15:05:00 +0200", "2024-08-10T13:05:00Z +120 [+0200]"},
    {"10 Aug 2024 15:05 +0200", "2024-08-10T13:05:00Z +120 [+0200]"},
    {"Sat, 10 Aug 2024 15:05:00 -0000", "2024-08-10T15:05:00Z +0? [-0000]"},
    {"Sat, 10 Aug 2024 15:05:00 +0000 (UTC)", "2024-08-10T15:05:00Z +0 [+0000]"},
    {"Thu,\r\n 13\r\n Feb\r\n 1969\r\n 23:32\r\n -0330 (Newfoundland Time)",
     "1969-02-14T03:02:00Z -210 [-0330]"},
    {"Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z +0 [+0000]"},  // a leap second
    {"29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00Z +0 [+0000]"},
};

TEST(DateTest, Rfc5322) { expect_dates(kRfc5322Dates); }

constexpr DateCase kObsoleteDates[] = {
    {"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z +0 [GMT] obsolete"},
    {"21 Nov 24 09:55:06 GMT", "2024-11-21T09:55:06Z +0 [GMT] obsolete"},
    {"21 Nov 103 09:55:06 GMT", "2003-11-21T09:55:06Z +0 [GMT] obsolete"},
    {"Fri, 21 Nov 1997 09:55:06 EST", "1997-11-21T14:55:06Z -300 [EST] obsolete"},
    {"Fri, 21 Nov 1997 09:55:06 PDT", "1997-11-21T16:55:06Z -420 [PDT] obsolete"},
    {"Fri, 21 Nov 1997 09:55:06 Z", "1997-11-21T09:55:06Z +0 [Z] obsolete"},
    {"Fri, 21 Nov 1997 09:55:06 A", "1997-11-21T09:55:06Z +0? [A] obsolete"},
    {"Fri, 21 Nov 1997 09:55:06 XYZT", "1997-11-21T09:55:06Z +0? [XYZT] obsolete"},
    {"Fri, 21 Nov 1997 09(comment):55:06 -0600", "1997-11-21T15:55:06Z -360 [-0600]"},
};

TEST(DateTest, ObsoleteSyntax) { expect_dates(kObsoleteDates); }

constexpr DateCase kOtherShapes[] = {
    {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z +0 [GMT] obsolete"},
    {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z +0? [] obsolete"},
    {"Fri Feb 07 10:18:12 2003 -0800", "2003-02-07T18:18:12Z -480 [-0800] obsolete"},
    {"Fri Sep 14 14:36:56 EDT 2018", "2018-09-14T18:36:56Z -240 [EDT] obsolete"},
    {"2024-08-10T15:05:00Z", "2024-08-10T15:05:00Z +0 [Z] obsolete"},
    {"2024-08-10T15:05:00.123+02:00", "2024-08-10T13:05:00Z +120 [+02:00] obsolete"},
    {"2024-08-10 15:05:00 +0200", "2024-08-10T13:05:00Z +120 [+0200] obsolete"},
    {"2024/08/10 15:05", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"20240810T150500Z", "2024-08-10T15:05:00Z +0 [Z] obsolete"},
    {"8/10/2024 3:05:00 PM", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"8/10/2024 12:05 AM", "2024-08-10T00:05:00Z +0? [] obsolete"},
    {"20/10/2024 15:05", "2024-10-20T15:05:00Z +0? [] obsolete"},
    {"August 10, 2024 3:05 pm", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"Sat, Aug 10th, 2024 at 15:05:00 CEST", "2024-08-10T13:05:00Z +120 [CEST] obsolete"},
    {"Aug, 10 2024 3:05:00 PM +0200", "2024-08-10T13:05:00Z +120 [+0200] obsolete"},
    {"2024-08-10 15:05:00.402285886 +0000 UTC m=+2308592.6",
     "2024-08-10T15:05:00Z +0 [+0000] obsolete"},
    {"10. August 2024 15:05", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"10.08.2024 15:05:00", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"Sat, 10 Aug 2024 15.05.00 +0200", "2024-08-10T13:05:00Z +120 [+0200] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00", "2024-08-10T15:05:00Z +0? [] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00 GMT+0200", "2024-08-10T13:05:00Z +120 [GMT+0200] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00 UTC-5", "2024-08-10T20:05:00Z -300 [UTC-5] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00 +530", "2024-08-10T09:35:00Z +330 [+530] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00 EST5EDT", "2024-08-10T20:05:00Z -300 [EST5EDT] obsolete"},
    {"Sat, 10 Aug 2024 15:05:00 +0200 trailing 12", "2024-08-10T13:05:00Z +120 [+0200] obsolete"},
    {"Sat, 10 Aug 2024 24:00:00 +0000", "2024-08-11T00:00:00Z +0 [+0000]"},
    {"Sat, 10 Aug 2024 15:05:00 +9900", "2024-08-10T15:05:00Z +0? [+9900] obsolete"},
    {"Date: Sat, 10 Aug 2024 15:05:00 +0200", "2024-08-10T13:05:00Z +120 [+0200] obsolete"},
    {"by host; Sat, 10 Aug 2024 15:05:00 +0200", "2024-08-10T13:05:00Z +120 [+0200]"},
    {"Sat, 10 Aug 2024 15:05:00 +0200; junk", "2024-08-10T13:05:00Z +120 [+0200]"},
};

TEST(DateTest, OtherShapesOfRealMail) { expect_dates(kOtherShapes); }

constexpr std::string_view kNoDates[] = {
    "",
    "yesterday",
    "10 Aug 2024",
    "15:05:00 +0200",
    "32 Aug 2024 15:05:00 +0000",
    "30 Feb 2024 15:05:00 +0000",
    "29 Feb 2023 15:05:00 +0000",
    "10 Aug 2024 25:05:00 +0000",
    "10 Aug 2024 15:61:00 +0000",
    "10 Abc 2024 15:05:00 +0000",
    "0 Aug 2024 15:05:00 +0000",
    "10 13 2024 15:05:00 +0000",
    "10 Aug 20245 15:05:00 +0000",
    "99999999999 15:05",
    "10 Aug 2024 (15:05:00 +0000",
};

TEST(DateTest, WhatIsNoDateIsNone) {
  for (const std::string_view written : kNoDates) {
    EXPECT_EQ(described(parse_date(ExactBlock(written).view())), "none") << written;
  }
}

struct DateDefectCase {
  std::string_view written;
  std::optional<DefectKind> kind;
};

constexpr DateDefectCase kDateDefects[] = {
    {"Sat, 10 Aug 2024 15:05:00 +0200", std::nullopt},
    {"gibberish", DefectKind::date_malformed},
    {"Sat, 32 Aug 2024 15:05:00 +0200", DefectKind::date_out_of_range},
    {"Sat, 10 Aug 2024 15:05:00 +9900", DefectKind::date_out_of_range},
    {"Sat, 10 Aug 24 15:05:00 GMT", DefectKind::date_obsolete},
};

TEST(DateTest, DefectsSayWhyADateIsOdd) {
  for (const auto& c : kDateDefects) {
    const OneField field("Date", c.written);
    date_of(field.message());
    for (const DefectKind kind :
         {DefectKind::date_malformed, DefectKind::date_out_of_range, DefectKind::date_obsolete}) {
      if (c.kind == DefectKind::date_out_of_range && kind == DefectKind::date_obsolete) continue;
      EXPECT_EQ(field.has(kind), kind == c.kind) << c.written << " " << defect_name(kind);
    }
  }
}

}  // namespace
}  // namespace letterlock::mime

// Trace fields and msg-ids.
#include <gtest/gtest.h>

#include <span>

#include "mime/ip_literal.h"
#include "mime/unstructured.h"
#include "mime/value_test_support.h"

namespace letterlock::mime {
namespace {

struct ReceivedCase {
  std::string_view written;
  std::string_view want;  // from | comment | ip | by | via | with | id | for | date
};

std::string described(const ReceivedView& view) {
  return fmt::format("{} | {} | {} | {} | {} | {} | {} | {} | {}", view.from, view.from_comment,
                     view.from_ip, view.by, view.via, view.with, view.id, view.for_,
                     view.date ? format_utc(view.date->utc) : "-");
}

constexpr ReceivedCase kReceived[] = {
    // Postfix
    {"from a.example (b.example [192.0.2.1]) by mx.example (Postfix) with ESMTPS id 9029AFB732 for "
     "<jo@c.example>; Sat,  8 Nov 2003 17:57:46 -0500 (EST)",
     "a.example | (b.example [192.0.2.1]) | 192.0.2.1 | mx.example |  | ESMTPS | 9029AFB732 | "
     "jo@c.example | 2003-11-08T22:57:46Z"},
    // Postfix with TLS, IPv6
    {"from a.example (a.example [IPv6:2001:db8::43]) (using TLSv1.3 with cipher "
     "TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by mx.example "
     "(Postfix) with ESMTPS id C95E; Sun, 27 Aug 2023 03:00:06 -0700",
     "a.example | (a.example [IPv6:2001:db8::43]) (using TLSv1.3 with cipher "
     "TLS_AES_256_GCM_SHA384 "
     "(256/256 bits)) (No client certificate requested) | 2001:db8::43 | mx.example |  | ESMTPS | "
     "C95E |  | 2023-08-27T10:00:06Z"},
    // The recipient behind the date, and dates that only look as if there were one
    {"by mx.example; Sun, 27 Aug 2023 03:00:06 -0700 (PDT) FOR <jo@c.example>",
     " |  |  | mx.example |  |  |  | jo@c.example | 2023-08-27T10:00:06Z"},
    {"by mx.example; Sun, 27 Aug 2023 03:00:06 -0700 (a (b) c) for jo@c.example",
     " |  |  | mx.example |  |  |  | jo@c.example | 2023-08-27T10:00:06Z"},
    {"by mx.example; Sun, 27 Aug 2023 03:00:06 -0700 (for <jo@c.example>) forward",
     " |  |  | mx.example |  |  |  |  | 2023-08-27T10:00:06Z"},
    // Exchange
    {"from AM5.example ([fe80::19bd:c588:dd17:5226]) by AM6.example ([fe80::1%6]) with mapi id "
     "15.20.1943.023; Wed, 5 Jun 2019 10:17:08 +0000",
     "AM5.example | ([fe80::19bd:c588:dd17:5226]) | fe80::19bd:c588:dd17:5226 | AM6.example |  | "
     "mapi | 15.20.1943.023 |  | 2019-06-05T10:17:08Z"},
    {"from A.example (10.0.0.1) by B.example (10.0.0.2) with Microsoft SMTP Server "
     "(version=TLS1_2, "
     "cipher=X) id 15.1.1261.35; Mon, 29 Oct 2018 11:17:19 +0100",
     "A.example | (10.0.0.1) | 10.0.0.1 | B.example |  | Microsoft SMTP Server | 15.1.1261.35 |  | "
     "2018-10-29T10:17:19Z"},
    // Gmail
    {"by 2002:aa7:cd10:0:b0:45c:2c83:1208 with SMTP id b16mr42edw.81;\r\n        Mon, 10 Oct 2022 "
     "10:31:15 -0700 (PDT)",
     " |  |  | 2002:aa7:cd10:0:b0:45c:2c83:1208 |  | SMTP | b16mr42edw.81 |  | "
     "2022-10-10T17:31:15Z"},
    // qmail: what the peer says of itself is not what the receiver saw
    {"from unknown (HELO 198.51.100.7) (192.0.2.9) by mx.example with SMTP; 12 Feb 2003 18:23:19 "
     "-0000",
     "unknown | (HELO 198.51.100.7) (192.0.2.9) | 192.0.2.9 | mx.example |  | SMTP |  |  | "
     "2003-02-12T18:23:19Z"},
    {"from unknown (HELO h) (1.2.3.4@192.0.2.9) by mx.example with SMTP; 12 Feb 2003 18:23:19 "
     "-0000",
     "unknown | (HELO h) (1.2.3.4@192.0.2.9) | 192.0.2.9 | mx.example |  | SMTP |  |  | "
     "2003-02-12T18:23:19Z"},
    {"(qmail 27981 invoked by uid 225); 14 Mar 2003 07:24:34 -0000",
     " |  |  |  |  |  |  |  | 2003-03-14T07:24:34Z"},
    // sendmail
    {"from h.example (IDENT:q@o.example [192.0.2.4] (may be forged)) by d.example (8.11.6/8.11.6) "
     "with SMTP id h381 for <jo@c.example>; Tue, 8 Apr 2003 02:31:57 +0100",
     "h.example | (IDENT:q@o.example [192.0.2.4] (may be forged)) | 192.0.2.4 | d.example |  | "
     "SMTP "
     "| h381 | jo@c.example | 2003-04-08T01:31:57Z"},
    // Exim
    {"from [192.0.2.5] (helo=198.51.100.1 ident=x) by y with esmtp (Exim 3.35 #1 (Debian)) id "
     "194BE5-0005Zh-00; Sat, 12 Apr 2003 03:58:53 +0100",
     "[192.0.2.5] | (helo=198.51.100.1 ident=x) |  | y |  | esmtp | 194BE5-0005Zh-00 |  | "
     "2003-04-12T02:58:53Z"},
    // other orders and shapes
    {"by b.example id 7 from a.example [192.0.2.6] via TCP for jo@c.example with LMTP; 1 Apr 2003 "
     "12:00 +0000",
     "a.example | [192.0.2.6] | 192.0.2.6 | b.example | TCP | LMTP | 7 | jo@c.example | "
     "2003-04-01T12:00:00Z"},
    {"(from localhost [192.0.2.7]) by h.example id M2; 5 Jun 2006 03:48:47 +0100",
     "localhost | [192.0.2.7] | 192.0.2.7 | h.example |  |  | M2 |  | 2006-06-05T02:48:47Z"},
    {"from a.example by b.example id X Thu, 20 Feb 2003 16:13:20 -0700",
     "a.example |  |  | b.example |  |  | X |  | 2003-02-20T23:13:20Z"},
    {"by r.example with SMTP id r-1\r\n\t2025-07-01 10:00:55.402285886 +0000 UTC m=+2308592.6",
     " |  |  | r.example |  | SMTP | r-1 |  | 2025-07-01T10:00:55Z"},
    {"from a.example(192.0.2.8)by b.example with SMTP",
     "a.example | (192.0.2.8) | 192.0.2.8 | b.example |  | SMTP |  |  | -"},
    {"from a.example (unclosed [192.0.2.8] by b.example; 1 Apr 2003 12:00 +0000",
     "a.example (unclosed | [192.0.2.8] | 192.0.2.8 | b.example |  |  |  |  | "
     "2003-04-01T12:00:00Z"},
    {"", " |  |  |  |  |  |  |  | -"},
};

TEST(ReceivedTest, ShapesOfTheMailSystems) {
  for (const auto& c : kReceived) {
    const OneField field("Received", c.written);
    EXPECT_EQ(described(parse_received(field.message(), field.field())), c.want) << c.written;
  }
}

TEST(ReceivedTest, AddressesAreToldFromWhatLooksLikeThem) {
  EXPECT_TRUE(is_ipv4("192.0.2.255"));
  EXPECT_FALSE(is_ipv4("192.0.2.256"));
  EXPECT_FALSE(is_ipv4("192.0.2"));
  EXPECT_FALSE(is_ipv4("192.0.2.1.5"));
  EXPECT_FALSE(is_ipv4("192.0.2.1."));
  EXPECT_TRUE(is_ipv6("::1"));
  EXPECT_TRUE(is_ipv6("::ffff:192.0.2.1"));
  EXPECT_FALSE(is_ipv6("1:2:3"));
  EXPECT_EQ(find_peer_ip("(192.0.2.1:25)"), "192.0.2.1");
  EXPECT_EQ(find_peer_ip("(10.0.8.6.13219)"), "");
  EXPECT_EQ(find_peer_ip("(host-192.0.2.1.example)"), "");
  EXPECT_EQ(find_peer_ip("(10.0.0.9 [192.0.2.1])"), "192.0.2.1");
}

struct IdCase {
  std::string_view written;
  std::string_view want;
  bool malformed = false;
};

constexpr IdCase kIds[] = {
    {"<1@x.example>", "<1@x.example>"},
    {" <1@x.example>\r\n <2@x.example> ", "<1@x.example><2@x.example>"},
    {"<1@x.example><2@x.example>", "<1@x.example><2@x.example>"},
    {"<1@x.example>, <2@x.example>", "<1@x.example><2@x.example>"},
    {"<long\r\n id@x.example>", "<longid@x.example>", true},
    {"<1 @ x(c).example>", "<1@x.example>", true},
    {"<\"a b\"@x.example>", "<\"a b\"@x.example>"},
    {"1@x.example", "<1@x.example>", true},
    {"1@x.example 2@x.example", "<1@x.example><2@x.example>", true},
    {"word", "<word>", true},
    {"Your message of Monday <1@x.example>", "<1@x.example>"},
    {"Your message of Monday", "", false},
    {"<1@x.example", "<1@x.example>", true},
    {"<1@x.example <2@x.example>", "<1@x.example><2@x.example>", true},
    {"<<1@x.example>>", "<1@x.example>", true},
    {"<>", "", true},
    {"", ""},
    {"<\xEF\xBB\xBF>", "", true},  // a byte order mark and nothing else
    {"<no-at>", "<no-at>", true},
};

TEST(MessageIdTest, IdsAsRealMailHasThem) {
  for (const auto& c : kIds) {
    const OneField field("References", c.written);
    std::string got;
    for (const MessageIdView& id : parse_message_ids(field.message(), field.field())) {
      got += "<" + std::string(id.id) + ">";
      EXPECT_TRUE(field.field().body.contains(id.where));
    }
    EXPECT_EQ(got, c.want) << c.written;
    EXPECT_EQ(field.has(DefectKind::message_id_malformed), c.malformed) << c.written;
  }
}

}  // namespace
}  // namespace letterlock::mime

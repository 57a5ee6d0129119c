#include "demo/post.h"

#include <fmt/format.h>

#include <algorithm>

#include "demo/mime_build.h"
#include "demo/roster.h"

namespace letterlock::demo {
namespace {

constexpr std::string_view kIdAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr const char* kTls = "version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256";

std::string hosted_id(Random& random) {
  return random.fill("############-############si1%%%%%%###.3%");
}

std::string postfix_id(Random& random) {
  return "4" + random.text(10, "BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789");
}

bool is_web(Client client) {
  return client == Client::gmail_web || client == Client::gmail_android;
}

const char* helo_of(Client client) {
  switch (client) {
    case Client::apple_mail:
    case Client::iphone:
      return "smtpclient.apple";
    case Client::outlook:
      return "DESKTOP-7K2QH4L";
    case Client::mutt:
      return "tern.meridian.example";
    case Client::k9:
      return "[127.0.0.1]";
    default:
      return "[192.168.1.24]";
  }
}

std::string pool_name(std::string_view address) {
  std::string out = "pool-";
  for (char c : address) out += c == '.' ? '-' : c;
  return out + ".access.example";
}

void hosted_trace(Wire& wire, const Submission& how, Random& random) {
  const std::string pacific = rfc5322_date(how.time + 1, kPacific, true) +
                              (kPacific.is_summer(how.time) ? " (PDT)" : " (PST)");
  if (is_web(how.client) || how.client == Client::robot) {
    wire.host = fmt::format("mail-yw1-f{}.hostedmail.example", random.between(41, 181));
    wire.address = fmt::format("192.0.2.{}", random.between(41, 60));
    add(wire.trace, "Received",
        fmt::format("by {} with SMTP id {}\r\n        for <{}>; {}", wire.host, hosted_id(random),
                    "{rcpt}", pacific));
    return;
  }
  wire.host = fmt::format("mail-qt1-f{}.hostedmail.example", random.between(41, 181));
  wire.address = fmt::format("192.0.2.{}", random.between(41, 60));
  add(wire.trace, "Received",
      fmt::format("from {} ({}. [{}])\r\n        by smtp.hostedmail.example with ESMTPSA id {}\r\n"
                  "        for <{}>\r\n        ({});\r\n        {}",
                  helo_of(how.client), pool_name(how.network), how.network, hosted_id(random),
                  "{rcpt}", kTls, pacific));
}

void postfix_trace(Wire& wire, const Submission& how, const Organisation& org, Random& random) {
  const Zone& zone = *how.sender->zone;
  if (how.client == Client::roundcube) {
    const std::string web = std::string("webmail.") +
                            (std::string(org.host).substr(std::string(org.host).find('.') + 1));
    add(wire.trace, "Received",
        fmt::format(
            "from {} (localhost [127.0.0.1])\r\n\tby {} (Postfix) with ESMTPA id {};\r\n\t{}", web,
            wire.host, postfix_id(random), rfc5322_date(how.time + 1, zone)));
    add(wire.trace, "Received",
        fmt::format("from {} ([{}])\r\n\tby {} with HTTP (HTTP/1.1 POST); {}", how.network,
                    how.network, web, rfc5322_date(how.time, zone)));
    return;
  }
  add(wire.trace, "Received",
      fmt::format(
          "from {} ({} [{}])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))"
          "\r\n\t(No client certificate requested)\r\n\t(Authenticated sender: {})\r\n\tby {} "
          "(Postfix) "
          "with ESMTPSA id {};\r\n\t{}",
          helo_of(how.client), pool_name(how.network), how.network, how.sender_address, wire.host,
          postfix_id(random), rfc5322_date(how.time + 1, zone)));
}

void exchange_trace(Wire& wire, const Submission& how, const Organisation& org, Random& random) {
  const Zone& zone = *how.sender->zone;
  const std::string inside = fmt::format("EXCH0{}.{}", random.between(1, 2), org.domain);
  const std::string version =
      format_utc(how.time) >= "2026-01-15" ? "15.2.1748.39" : "15.2.1544.14";
  add(wire.trace, "Received",
      fmt::format(
          "from {} (10.1.0.11) by {}\r\n (10.1.0.5) with Microsoft SMTP Server "
          "(version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id {};\r\n {}",
          inside, org.host, version, rfc5322_date(how.time + 2, zone)));
  add(wire.trace, "Received",
      fmt::format(
          "from {0} ([10.1.0.11]) by\r\n {0} ([10.1.0.11]) with mapi id\r\n 15.02.1544.014; {1}",
          inside, rfc5322_date(how.time + 1, zone)));
}

// "k1 signed, spf passed, policy says quarantine", in the receiver's wording.
std::string results(const Wire& wire, bool signed_by_us) {
  std::string out = "mx.hostedmail.example;";
  if (wire.key) {
    out += fmt::format("\r\n       dkim=pass header.i=@{} header.s={} header.b={};",
                       wire.key->domain, wire.key->selector, wire.signature_start);
  }
  const std::string domain = wire.mail_from.substr(wire.mail_from.find('@') + 1);
  if (!wire.mail_from.empty()) {
    out += fmt::format(
        "\r\n       spf=pass (mx.hostedmail.example: domain of {} designates {} as "
        "permitted sender) smtp.mailfrom={};",
        wire.mail_from, wire.address, wire.mail_from);
  } else {
    out += "\r\n       spf=none smtp.helo=mx.hostedmail.example;";
  }
  const std::string policy = wire.organisation->dmarc;
  const bool aligned =
      domain == wire.from_domain || (wire.key && wire.from_domain == wire.key->domain);
  if (policy.empty() || signed_by_us) {
    if (out.ends_with(';') && policy.empty()) out.pop_back();
  }
  if (!policy.empty()) {
    std::string upper = policy;
    for (char& c : upper) c = static_cast<char>(c - 32);
    out += fmt::format("\r\n       dmarc={} (p={} sp={} dis=NONE) header.from={}",
                       aligned ? "pass" : "fail", upper, upper, wire.from_domain);
  }
  return out;
}

std::string with_recipient(std::string value, const std::string& address) {
  const std::size_t at = value.find("{rcpt}");
  if (at != std::string::npos) value.replace(at, 6, address);
  return value;
}

}  // namespace

Wire PostOffice::send(const Sent& sent, const Submission& how, Random& random) const {
  const Organisation& org = cast_.organisation(*how.sender);
  Wire wire;
  wire.organisation = &org;
  wire.left = how.time + random.between(2, 6);
  wire.mail_from = how.sender_address;
  wire.host = org.host;
  wire.address = org.address;
  wire.body = sent.body;
  wire.from_domain = how.sender_address.substr(how.sender_address.find('@') + 1);
  if (wire.from_domain == "kestrel-studio.example") {  // a new house with a new server
    wire.host = "mx.kestrel-studio.example";
    wire.address = "198.51.100.99";
  }
  switch (org.system) {
    case MailSystem::hosted:
      hosted_trace(wire, how, random);
      break;
    case MailSystem::postfix:
      postfix_trace(wire, how, org, random);
      break;
    case MailSystem::exchange:
      exchange_trace(wire, how, org, random);
      break;
    case MailSystem::bulk:
      wire.mail_from = fmt::format("bounce-{}@b.sendwell.example", random.hex(16));
      add(wire.trace, "Received",
          fmt::format("by {} id {} for <{}>; {}", wire.host, postfix_id(random), "{rcpt}",
                      rfc5322_date(how.time + 1, kUtc)));
      break;
  }
  wire.key = signer_.key_for(wire.from_domain, how.time);
  if (wire.key) {
    const std::string value = signer_.sign(*wire.key, sent.header, sent.body, wire.left);
    const std::size_t b = value.rfind("b=") + 2;
    wire.signature_start = value.substr(b, 8);
    add(wire.header, "DKIM-Signature", value);
  }
  if (org.system == MailSystem::hosted) {
    add(wire.header, "X-Gm-Message-State", "AOJu0Y" + random.text(58, kIdAlphabet));
    add(wire.header, "X-Google-Smtp-Source", "AGHT+I" + random.text(60, kIdAlphabet));
  }
  wire.header.insert(wire.header.end(), sent.header.begin(), sent.header.end());
  return wire;
}

std::string PostOffice::deliver(const Wire& wire, const Person& reader, bool through_list,
                                Random& random) const {
  const UnixTime arrived = wire.left + random.between(1, 4);
  const std::string pacific =
      rfc5322_date(arrived, kPacific, true) + (kPacific.is_summer(arrived) ? " (PDT)" : " (PST)");
  const std::string inner = random.fill("2001:db8:####:####:b0:###:####:####");
  const std::string id = hosted_id(random);
  const std::string stamp = fmt::format("{}{:03}", arrived, random.below(1000));
  std::vector<Field> top;
  add(top, "Delivered-To", reader.email);
  add(top, "Received",
      fmt::format("by {} with SMTP id {};\r\n        {}", inner, id.substr(0, 26), pacific));
  add(top, wire.organisation->system == MailSystem::hosted ? "X-Received" : "X-Google-Smtp-Source",
      wire.organisation->system == MailSystem::hosted
          ? fmt::format("by {} with SMTP id {}-{};\r\n        {}",
                        random.fill("2001:db8:####:b0:###:####"), id, stamp, pacific)
          : "AGHT+I" + random.text(60, kIdAlphabet));
  add(top, "Return-Path",
      through_list ? "<all+bncBD" + random.text(20, kIdAlphabet) + "@meridian.example>"
                   : '<' + wire.mail_from + '>');
  const bool same_system = wire.organisation->system == MailSystem::hosted;
  add(top, "Received",
      fmt::format(
          "from {} ({}. [{}])\r\n        by mx.hostedmail.example with {} id {}\r\n        for <{}>"
          "\r\n        {};\r\n        {}",
          wire.host, wire.host, wire.address, same_system ? "SMTPS" : "ESMTPS", hosted_id(random),
          reader.email,
          same_system ? "(Hosted Mail Transport Security)" : std::string("(") + kTls + ")",
          pacific));
  if (!wire.mail_from.empty()) {
    add(top, "Received-SPF",
        fmt::format("pass (mx.hostedmail.example: domain of {} designates {} as permitted sender) "
                    "client-ip={};",
                    wire.mail_from, wire.address, wire.address));
  }
  add(top, "Authentication-Results", results(wire, same_system));
  if (through_list) {
    add(top, "List-Id", "<all.meridian.example>");
    add(top, "Mailing-List", "list all@meridian.example; contact all+owners@meridian.example");
    add(top, "Precedence", "list");
    add(top, "List-Post", "<mailto:all@meridian.example>");
    add(top, "List-Unsubscribe", "<mailto:all+unsubscribe@meridian.example>");
  }
  std::string out = render_fields(top);
  for (const Field& field : wire.trace) {
    out += field.name + ": " +
           with_recipient(field.value, through_list ? "all@meridian.example" : reader.email) +
           "\r\n";
  }
  return out + render_fields(wire.header) + "\r\n" + wire.body;
}

std::string PostOffice::sent_copy(const Sent& sent) {
  return render_fields(sent.header) + "\r\n" + sent.body;
}

}  // namespace letterlock::demo

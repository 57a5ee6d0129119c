#include "leak/shape/classes.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/npos.h"
#include "leak/clocks/decode.h"
#include "leak/clocks/message_ids.h"

namespace letterlock::leak {
namespace {

constexpr std::size_t kLongestClass = 80;

bool all(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}
bool is_decimal(char c) { return is_digit(c); }
bool is_hex(char c) { return hex_value(c) >= 0; }
bool is_letter_or_digit(char c) { return is_alnum(c); }
bool is_base64(char c) { return is_alnum(c) || c == '+' || c == '/' || c == '-' || c == '_'; }

std::string token_class(std::string_view token) {
  const char* kind = all(token, is_decimal) ? "9" : all(token, is_hex) ? "h" : nullptr;
  const bool letters = all(token, is_alpha);
  if (kind == nullptr) kind = letters ? "a" : "x";
  // Words differ in length from message to message; counters too.
  const bool fixed = token.size() >= 8 && !letters;
  return fixed ? kind + std::to_string(token.size()) : kind;
}

// Exchange: "DM5PR21MB01371F2E3D4C5B6A79880123456789@DM5PR21MB0137.namprd21.prod.outlook.com".
bool is_exchange_online(std::string_view local, std::string_view domain) {
  return domain.ends_with(".outlook.com") && local.size() > 20 && all(local, is_letter_or_digit);
}

std::string local_class(std::string_view local, std::string_view domain) {
  if (domain == "mail.gmail.com" && local.starts_with("CA") && local.size() >= 30) return "gmail";
  if (is_exchange_online(local, domain)) return "exchange_online";
  if (const char uuid = uuid_case(local)) return uuid == 'u' ? "uuid_upper" : "uuid";
  if (local.size() == 46 && local.ends_with(".camel") && all(local.substr(0, 40), is_hex)) {
    return "camel";
  }
  std::string id(local);
  id += '@';
  id += domain;
  const auto time = time_in_message_id(id);
  if (time && time->time.decoded && time->kind < ClockKind::id_uuid1) {
    return std::string(facts_of(time->kind).name.substr(std::string_view("message_id_").size()));
  }
  return pattern_of(local);
}

std::string domain_class(std::string_view domain, std::string_view author) {
  if (domain.empty()) return "none";
  if (domain == author) return "author";
  if (domain.ends_with(author) && !author.empty() &&
      domain[domain.size() - author.size() - 1] == '.') {
    return "under_author";
  }
  if (domain == "mail.gmail.com") return std::string(domain);
  if (domain.ends_with(".outlook.com")) return "outlook.com";
  if (domain.find('.') == npos) return "host";
  return "other";
}

struct KnownBoundary {
  std::string_view start;
  std::string_view name;
};
constexpr std::array<KnownBoundary, 12> kBoundaryStarts = {{{"----=_NextPart_", "outlook"},
                                                            {"----=_Part_", "javamail"},
                                                            {"Apple-Mail=_", "apple"},
                                                            {"Apple-Mail-", "apple_old"},
                                                            {"===============", "python"},
                                                            {"=-=-=", "gnus"},
                                                            {"----sinikael-", "nodemailer"},
                                                            {"--_NmP-", "nodemailer"},
                                                            {"_=_swift", "swiftmailer"},
                                                            {"b1_", "phpmailer"},
                                                            {"b2_", "phpmailer"},
                                                            {"=_MailMate_", "mailmate"}}};

}  // namespace

char uuid_case(std::string_view text) {
  if (text.size() != 36) return 0;
  bool upper = false, lower = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-') || (!dash && !is_hex(text[i]))) return 0;
    upper |= text[i] >= 'A' && text[i] <= 'F';
    lower |= text[i] >= 'a' && text[i] <= 'f';
  }
  return upper && !lower ? 'u' : 'l';
}

std::string pattern_of(std::string_view text) {
  std::string pattern;
  for (std::size_t at = 0; at < text.size() && pattern.size() < kLongestClass;) {
    std::size_t end = at;
    while (end < text.size() && is_alnum(text[end])) ++end;
    if (end > at) {
      pattern += token_class(text.substr(at, end - at));
      at = end;
      continue;
    }
    const char c = text[at++];
    pattern += is_ascii(c) && !is_control(c) ? c : '?';
    while (at < text.size() && text[at] == c) ++at;  // "------------" is one dash
  }
  return pattern;
}

std::string message_id_class(std::string_view id, std::string_view author) {
  const std::size_t at = id.rfind('@');
  const std::string_view local = id.substr(0, at);
  const std::string domain = at == npos ? "" : lower_ascii(id.substr(at + 1));
  return local_class(local, domain) + '@' + domain_class(domain, author);
}

std::string boundary_class(std::string_view boundary) {
  if (gmail_boundary(boundary)) return "gmail";
  if (alpine_boundary(boundary)) return "alpine";
  for (const KnownBoundary& known : kBoundaryStarts) {
    if (boundary.starts_with(known.start)) return std::string(known.name);
  }
  if (boundary.size() > 12 && boundary[0] == '_' && boundary[4] == '_' && boundary.ends_with('_') &&
      all(boundary.substr(1, 3), is_decimal)) {
    return "exchange";
  }
  constexpr std::string_view kTwelve = "------------";
  if (boundary.starts_with(kTwelve)) {
    const std::string_view rest = boundary.substr(kTwelve.size());
    if (rest.size() == 24 && all(rest, is_letter_or_digit)) return "thunderbird";
    if (rest.find('.') != npos && rest.size() < 20) return "git";
  }
  if (boundary.size() == 16 && all(boundary, is_base64)) return "sixteen_base64";
  return pattern_of(boundary);
}

std::string client_name(std::string_view mailer) {
  constexpr std::array<std::string_view, 18> kNames = {
      "Thunderbird", "git-send-email", "NeoMutt",   "Mutt",       "Gnus",     "Evolution",
      "Claws Mail",  "Sylpheed",       "Alpine",    "Apple Mail", "K-9 Mail", "Microsoft Outlook",
      "SeaMonkey",   "KMail",          "Roundcube", "quilt",      "StGit",    "b4"};
  for (const std::string_view name : kNames) {
    for (std::size_t at = 0; at + name.size() <= mailer.size(); ++at) {
      if (starts_with_ignore_case(mailer.substr(at), name)) return std::string(name);
    }
  }
  // Up to its version.
  mailer = trim(mailer.substr(0, 200));
  std::size_t end = 0;
  while (end < mailer.size() && mailer[end] != '/' && mailer[end] != '(' && mailer[end] != '[' &&
         !is_digit(mailer[end])) {
    ++end;
  }
  std::string_view name = trim(mailer.substr(0, end));
  while (name.ends_with(" v") || name.ends_with(',') || name.ends_with('-')) name.remove_suffix(1);
  return std::string(trim(name).substr(0, 60));
}

}  // namespace letterlock::leak

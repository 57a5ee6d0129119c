#include "hunt/consent_links.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"
#include "content/content.h"
#include "hunt/detector.h"
#include "hunt/evidence.h"
#include "hunt/link_signs.h"
#include "mime/message.h"

namespace letterlock::hunt {
namespace {

struct Page {
  std::string_view host, path;  // path: prefix, small letters
};

constexpr Page kDevicePages[] = {
    {"microsoft.com", "/devicelogin"},
    {"www.microsoft.com", "/devicelogin"},
    {"microsoft.com", "/link"},
    {"www.microsoft.com", "/link"},
    {"aka.ms", "/devicelogin"},
    {"login.microsoft.com", "/device"},
    {"login.microsoftonline.com", "/common/oauth2/deviceauth"},
    {"login.microsoftonline.us", "/common/oauth2/deviceauth"},
    {"login.live.com", "/oauth20_remoteconnect.srf"},
    {"google.com", "/device"},
    {"www.google.com", "/device"},
    {"accounts.google.com", "/o/oauth2/device"},
    {"github.com", "/login/device"},
    {"gitlab.com", "/oauth/device"},
    {"login.salesforce.com", "/setup/connect"},
    {"www.facebook.com", "/device"},
    {"web.whatsapp.com", "/"},
    {"slack.com", "/link-device"},
    {"account.box.com", "/device"},
};

// What an OAuth parameter says; "" where it is missing.
std::string parameter(const std::optional<std::string>& query, std::string_view name) {
  std::string_view rest = query ? std::string_view(*query) : std::string_view{};
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !equals_ignore_case(pair.substr(0, equals), name)) {
      continue;
    }
    std::string value(pair.substr(equals + 1));
    std::replace(value.begin(), value.end(), '+', ' ');
    return content::percent_decode(value);
  }
  return {};
}

void add_consent(const LinkView& link, const ConsentRequest& request, SignList& out) {
  const std::string host = in_quotes(link.fact().host);
  const std::string to =
      request.redirect_host.empty() ? "nowhere that it names" : in_quotes(request.redirect_host);
  // "none" must not show a page: it fails, and the failure goes to the redirect address.
  const bool bounces =
      request.prompt == "none" || (!request.redirect_host.empty() && request.scope.empty());
  if (bounces) {
    out.add(link.sign(SignCode::link_oauth_bounce,
                      fmt::format("The link asks {} for a sign-in that cannot succeed (prompt {}, "
                                  "scope {}): the service then sends the reader on to {}.",
                                  host, in_quotes(request.prompt), in_quotes(request.scope), to)));
    return;
  }
  out.add(link.sign(
      SignCode::link_oauth_consent,
      fmt::format("The link asks the reader, at {}, to grant the application {} access ({}); "
                  "what is granted goes to {}.",
                  host, in_quotes(request.client_id), in_quotes(request.scope, 120), to)));
}

bool is_code_octet(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::optional<ConsentRequest> consent_request(const content::Url& url) {
  if (!url.query || url.query->find("client_id=") == std::string::npos) return std::nullopt;
  const std::string path = lower_ascii(url.path);
  const bool asks = path.find("/authorize") != std::string::npos ||
                    path.find("/oauth") != std::string::npos ||
                    path.find("adminconsent") != std::string::npos;
  if (!asks) return std::nullopt;
  ConsentRequest request;
  request.client_id = parameter(url.query, "client_id");
  request.scope = parameter(url.query, "scope");
  request.redirect_uri = parameter(url.query, "redirect_uri");
  request.prompt = lower_ascii(parameter(url.query, "prompt"));
  request.response_type = parameter(url.query, "response_type");
  if (const auto redirect = content::parse_url(request.redirect_uri)) {
    request.redirect_host = redirect->host.value_or("");
  }
  return request;
}

bool is_device_login(const content::Url& url) {
  // "sgnl://linkdevice?uuid=...": Signal's own form, which adds a reader of all messages.
  if (url.scheme == "sgnl" && url.host.value_or("") == "linkdevice") return true;
  if (!url.host) return false;
  const std::string path = lower_ascii(url.path);
  return std::any_of(std::begin(kDevicePages), std::end(kDevicePages), [&](const Page& page) {
    if (*url.host != page.host || !path.starts_with(page.path)) return false;
    // "/device" is one page, "/devices-and-deals" another.
    return path.size() == page.path.size() || page.path.ends_with('/') ||
           path[page.path.size()] == '/';
  });
}

std::optional<std::string_view> device_code_in(std::string_view text) {
  constexpr std::size_t kShortest = 8, kLongest = 9;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at, digits = 0, hyphens = 0, marks = 0;
    while (end < text.size() && (is_code_octet(text[end]) || text[end] == '-')) {
      digits += is_digit(text[end]) ? 1 : 0;
      hyphens += text[end] == '-' ? 1 : 0;
      ++marks;
      ++end;
    }
    const bool alone =
        (at == 0 || !is_alnum(text[at - 1])) && (end == text.size() || !is_alnum(text[end]));
    const bool split = hyphens == 1 && marks == 9 && text[at + 4] == '-';
    // A word in capitals is no code; eight or nine digits are a telephone number or a date.
    const bool whole =
        hyphens == 0 && marks >= kShortest && marks <= kLongest && digits > 0 && digits < marks;
    if (alone && (whole || (split && digits < 8))) return text.substr(at, marks);
    at = std::max(end, at + 1);
  }
  return std::nullopt;
}

// The device login page is genuine and everyday for a few; the code in the message is not.
void add_device_code(const store::MessageRecord& message, std::string_view octets, SignList& out) {
  if (!out.has(SignCode::link_device_login)) return;
  const auto parsed = mime::Message::parse_view(octets);
  if (!parsed) return;
  const std::string text = content::extract(*parsed).new_text;
  const auto code = device_code_in(text);
  if (!code) return;
  Sign sign;
  sign.code = SignCode::link_device_code;
  sign.text = fmt::format(
      "Beside the link to a page that admits devices the message gives the code {}: who types it "
      "in lets somebody else's device into the account.",
      in_quotes(*code));
  for (const auto& link : message.links) {
    if (!link.in_quoted_text) {
      sign.evidence = in_text(message.id, link.where, "the link");
      break;
    }
  }
  for (mime::EntityIndex i = 0; i < parsed->entities().size(); ++i) {
    const std::string_view part = parsed->text(parsed->entities()[i]);
    const std::size_t at = part.find(*code);
    if (at == std::string_view::npos) continue;
    sign.evidence = in_text(
        message.id, {i, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(code->size())},
        "the code");
    break;
  }
  out.add(std::move(sign));
}

void add_grant_signs(const LinkView& link, SignList& out) {
  const std::string& url = link.fact().url;
  const bool may_ask = url.find("client_id=") != std::string::npos;
  const bool may_admit =
      url.find("evice") != std::string::npos || url.find("/link") != std::string::npos ||
      url.find("remoteconnect") != std::string::npos || url.find("whatsapp") != std::string::npos ||
      url.find("/setup/connect") != std::string::npos;
  if (!may_ask && !may_admit) return;
  if (link.url() == nullptr) return;
  if (const auto request = consent_request(*link.url())) add_consent(link, *request, out);
  if (!is_device_login(*link.url())) return;
  out.add(link.sign(
      SignCode::link_device_login,
      fmt::format("The link leads to a genuine page ({}) on which a code admits another device to "
                  "the reader's account.",
                  in_quotes(link.fact().host))));
}

}  // namespace letterlock::hunt

#include "hunt/link_shape.h"

#include <algorithm>

#include "base/ascii.h"
#include "hunt/link_places.h"
#include "hunt/redirectors.h"

namespace letterlock::hunt {
namespace {

constexpr std::string_view kLoginWords[] = {
    "login",   "log-in",  "logon",   "signin",  "sign-in", "verify",  "verif",    "secure",
    "account", "update",  "webmail", "auth",    "owa",     "confirm", "password", "unlock",
    "wallet",  "invoice", "payment", "billing", "recover", "validate"};
constexpr std::string_view kImperatives[] = {
    "click",   "here",     "view",   "open",   "review",  "download", "verify", "confirm",
    "sign in", "log in",   "login",  "access", "unlock",  "update",   "get ",   "read ",
    "see ",    "continue", "accept", "listen", "release", "keep ",    "pay "};

template <std::size_t N>
bool any_in(std::string_view text, const std::string_view (&list)[N]) {
  return std::any_of(std::begin(list), std::end(list), [&](std::string_view one) {
    return text.find(one) != std::string_view::npos;
  });
}

std::string_view after_host(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t path = url.find_first_of("/?#");
  return path == std::string_view::npos ? std::string_view{} : url.substr(path);
}

bool has_user(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return false;
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#")).find('@') != std::string_view::npos;
}

// "x7f3q9" or "a8fd-22c1": digits and letters mixed as nobody names things.
bool looks_random(std::string_view label) {
  if (label.size() < 6) return false;
  std::size_t digits = 0, changes = 0, vowels = 0, letters = 0;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const char c = to_lower(label[i]);
    digits += is_digit(c) ? 1 : 0;
    letters += is_alpha(c) ? 1 : 0;
    vowels += std::string_view("aeiouy").find(c) != std::string_view::npos ? 1 : 0;
    if (i > 0 && is_digit(c) != is_digit(label[i - 1])) ++changes;
  }
  if (digits >= 2 && changes >= 3) return true;
  return letters >= 9 && 6 * vowels < letters;
}

// The text shown names another place than the link leads to.
bool shows_other_place(const store::LinkFact& link) {
  const std::string shown = lower_ascii(trim(link.visible));
  if (shown.find(' ') != std::string::npos || shown.find('.') == std::string::npos) return false;
  std::string_view host = shown;
  const std::size_t scheme = host.find("://");
  if (scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  if (host.size() < 4 || host.find('.') == std::string_view::npos ||
      host.find('@') != std::string_view::npos) {
    return false;
  }
  if (host == link.host || link.host.ends_with("." + std::string(host))) return false;
  return host != link.domain && !host.ends_with("." + link.domain) &&
         (scheme != std::string_view::npos || host.starts_with("www."));
}

}  // namespace

LinkShape shape_of(const store::LinkFact& link) {
  LinkShape shape;
  const auto sign = [&](bool there, double weight, const char* words) {
    if (!there) return;
    shape.weight += weight;
    shape.signs.emplace_back(words);
  };
  const std::string path = lower_ascii(after_host(link.url).substr(0, 400));
  const std::string_view host = link.host;
  const bool address = host.find(':') != std::string_view::npos ||
                       (!host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
                         return is_digit(c) || c == '.';
                       }));
  sign(shows_other_place(link), 2.5, "a text that names another place");
  sign(has_user(link.url), 2, "a user name before its host");
  sign(address, 1.5, "an address in numbers");
  sign(host.find("xn--") != std::string_view::npos, 1, "an international name");
  sign(is_free_hosting(host), 1.2, "a free hosting service");
  sign(is_shortener(host), 0.8, "a shortener");
  sign(!address && looks_random(std::string_view(link.domain).substr(0, link.domain.find('.'))),
       0.8, "a name as if made by chance");
  sign(std::count(link.domain.begin(), link.domain.end(), '-') >= 2 ||
           std::count(host.begin(), host.end(), '.') >= 4,
       0.5, "a host name in many pieces");
  sign(any_in(path, kLoginWords) || any_in(host, kLoginWords), 0.8,
       "words of signing in or paying in its address");
  sign(path.find(".php") != std::string::npos || path.find(".htm") != std::string::npos, 0.4,
       "a page by file name");
  const std::string visible = lower_ascii(trim(link.visible).substr(0, 60));
  sign(
      !visible.empty() && visible.find("://") == std::string::npos && any_in(visible, kImperatives),
      0.6, "a text that tells the reader to act");
  shape.weight = std::min(shape.weight, kMostOfShape);
  return shape;
}

}  // namespace letterlock::hunt

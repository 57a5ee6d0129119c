#include "hunt/redirectors.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"
#include "hunt/detector.h"
#include "hunt/gateway.h"
#include "hunt/link_signs.h"

namespace letterlock::hunt {
namespace {

struct Redirector {
  std::string_view host;  // it and its subdomains; "google." for google under any suffix
  std::string_view path;  // prefix; "" for any
  // One of these in the query or fragment, separated by spaces; "" where the path alone does it.
  std::string_view parameters;
  RedirectKind kind = RedirectKind::open;
};

constexpr auto kOpen = RedirectKind::open;
constexpr auto kCounter = RedirectKind::counter;

constexpr Redirector kRedirectors[] = {
    {"google.", "/url", "q url sa", kOpen},
    {"google.", "/amp/", "", kOpen},
    {"google.", "/travel/clk", "pcurl", kOpen},
    {"google.", "/imgres", "imgurl imgrefurl", kOpen},
    {"google.", "/local_url", "q", kOpen},
    {"google.", "/maps/url", "q", kOpen},
    {"translate.google.", "/", "u", kOpen},
    {"translate.goog", "", "", kOpen},
    {"cdn.ampproject.org", "/", "", kOpen},
    {"googleadservices.com", "/pagead/aclk", "adurl", kOpen},
    {"doubleclick.net", "", "adurl ds_dest_url ds_url", kOpen},
    {"googleweblight.com", "/", "lite_url", kOpen},
    {"notifications.google.com", "/g/p/", "", kCounter},
    {"c.gle", "/", "", kCounter},
    {"bing.com", "/ck/", "u", kOpen},
    {"bing.com", "/aclick", "u", kOpen},
    {"bing.com", "/newtabredir", "url", kOpen},
    {"msn.com", "/", "redirect", kOpen},
    {"youtube.com", "/redirect", "q", kOpen},
    {"youtube.com", "/attribution_link", "u", kOpen},
    {"youtube.com", "/logout", "continue", kOpen},
    {"linkedin.com", "/slink", "code", kOpen},
    {"linkedin.com", "/safety/go", "url", kOpen},
    {"linkedin.com", "/redir/", "url", kOpen},
    {"linkedin.com", "/authwall", "sessionRedirect", kOpen},
    {"facebook.com", "/l.php", "u", kOpen},
    {"facebook.com", "/flx/warn", "u", kOpen},
    {"facebook.com", "/sharer", "u", kOpen},
    {"l.instagram.com", "/", "u", kOpen},
    {"l.wl.co", "/l", "u", kOpen},
    {"l.messenger.com", "/l.php", "u", kOpen},
    {"tiktok.com", "/link/v2", "target", kOpen},
    {"snapchat.com", "/", "url", kOpen},
    {"twitter.com", "/i/redirect", "url", kOpen},
    {"pinterest.com", "/offsite", "url", kOpen},
    {"out.reddit.com", "/", "url", kOpen},
    {"t.umblr.com", "/redirect", "z", kOpen},
    {"slack-redir.net", "/link", "url", kOpen},
    {"steamcommunity.com", "/linkfilter", "url u", kOpen},
    {"vk.com", "/away.php", "to", kOpen},
    {"disq.us", "/url", "url", kOpen},
    {"medium.com", "/r/", "url", kOpen},
    {"discourse.org", "/clicks/track", "url", kOpen},
    {"wikipedia.org", "/wiki/special:search", "", kOpen},
    {"baidu.com", "/link", "url", kOpen},
    {"baidu.com", "/baidu.php", "url", kOpen},
    {"sogou.com", "/link", "url", kOpen},
    {"so.com", "/link", "m", kOpen},
    {"naver.com", "/rd", "u", kOpen},
    {"yandex.", "/clck/", "", kOpen},
    {"yandex.", "/redir", "url", kOpen},
    {"mail.ru", "/redir", "u url", kOpen},
    {"r.search.yahoo.com", "/", "", kOpen},
    {"rds.yahoo.com", "/", "", kOpen},
    {"duckduckgo.com", "/l/", "uddg", kOpen},
    {"c.pc.qq.com", "/", "pfurl url", kOpen},
    {"douban.com", "/link2/", "url", kOpen},
    {"zhihu.com", "/", "target", kOpen},
    {"weibo.cn", "/sinaurl", "u", kOpen},
    {"amazon.", "/gp/r.html", "u", kOpen},
    {"amazon.", "/gp/redirect.html", "location", kOpen},
    {"rover.ebay.com", "/", "mpre loc", kOpen},
    {"awin1.com", "/cread.php", "ued p", kOpen},
    {"go.redirectingat.com", "/", "url", kOpen},
    {"redirect.viglink.com", "/", "u", kOpen},
    {"anrdoezrs.net", "/", "url", kOpen},
    {"dpbolvw.net", "/", "url", kOpen},
    {"jdoqocy.com", "/", "url", kOpen},
    {"kqzyfj.com", "/", "url", kOpen},
    {"shareasale.com", "/", "urllink", kOpen},
    {"linksynergy.com", "/", "murl", kOpen},
    {"tradedoubler.com", "/", "url", kOpen},
    {"page.link", "/", "link", kOpen},
    {"app.link", "/", "$fallback_url $desktop_url $canonical_url", kOpen},
    {"onelink.me", "/", "af_r af_web_dp af_dp", kOpen},
    {"adj.st", "/", "adj_redirect redirect adj_fallback", kOpen},
    {"smart.link", "/", "url", kOpen},
    {"href.li", "/", "", kOpen},
    {"anonym.to", "/", "", kOpen},
    {"nullrefer.com", "/", "", kOpen},
    {"deref-gmx.net", "/", "redirecturl", kOpen},
    {"deref-mail.com", "/", "redirecturl", kOpen},
    {"deref-web.de", "/", "redirecturl", kOpen},
    {"go.microsoft.com", "/fwlink", "", kOpen},
    {"statics.teams.cdn.office.net", "/evergreen-assets/safelinks", "url", kOpen},
    {"login.live.com", "/logout", "ru", kOpen},
    {"adobe.com", "/r/", "", kCounter},
    {"indeed.com", "/rc/clk", "", kCounter},
    {"ct.sendgrid.net", "", "", kCounter},
    {"sendgrid.net", "/ls/click", "", kCounter},
    {"mandrillapp.com", "/track/click", "", kCounter},
    {"list-manage.com", "/track/click", "", kCounter},
    {"hubspotlinks.com", "", "", kCounter},
    {"hubspotemail.net", "", "", kCounter},
    {"awstrack.me", "", "", kCounter},
    {"exct.net", "", "", kCounter},
    {"rs6.net", "", "", kCounter},
    {"mlsend.com", "", "", kCounter},
    {"customeriomail.com", "", "", kCounter},
    {"sparkpostmail.com", "", "", kCounter},
    {"sendibm1.com", "", "", kCounter},
    {"sendibt2.com", "", "", kCounter},
    {"sendinblue.com", "/", "", kCounter},
    {"mailgun.org", "/c/", "", kCounter},
    {"mailjet.com", "/lnk/", "", kCounter},
    {"mjt.lu", "", "", kCounter},
    {"clickdimensions.com", "", "", kCounter},
    {"pardot.com", "/e/", "", kCounter},
    {"mktoweb.com", "", "", kCounter},
    {"eloqua.com", "/e/er", "", kCounter},
    {"en25.com", "/e/er", "", kCounter},
    {"responsys.net", "/pub/cc", "", kCounter},
    {"emltrk.com", "", "", kCounter},
    {"acemlnb.com", "", "", kCounter},
    {"acemlnc.com", "", "", kCounter},
    {"infusionsoft.com", "/app/linkclick", "", kCounter},
    {"constantcontact.com", "/", "", kCounter},
    {"campaign-archive.com", "/track", "", kCounter},
    {"cmail19.com", "", "", kCounter},
    {"cmail20.com", "", "", kCounter},
    {"createsend1.com", "", "", kCounter},
    {"getresponse.com", "/click", "", kCounter},
    {"substack.com", "/redirect/", "", kCounter},
};

constexpr std::string_view kShorteners[] = {
    "1drv.ms",      "2cm.es",     "adf.ly",      "aka.ms",        "amzn.to",     "b.link",
    "bit.do",       "bit.ly",     "bitly.com",   "bl.ink",        "buff.ly",     "clck.ru",
    "cutt.ly",      "db.tt",      "dlvr.it",     "ecs.page.link", "esqr.co",     "fb.me",
    "flip.it",      "forms.gle",  "g.co",        "gg.gg",         "goo.gl",      "goo.su",
    "han.gl",       "hubs.ly",    "ibm.co",      "ift.tt",        "inlnk.ru",    "is.gd",
    "j.mp",         "kutt.it",    "linktr.ee",   "lnkd.in",       "lnk.ink",     "me2.kr",
    "mcaf.ee",      "n9.cl",      "ow.ly",       "ouo.io",        "qr.ae",       "qrco.de",
    "rb.gy",        "rebrand.ly", "reurl.cc",    "s.id",          "s.yam.com",   "short.gy",
    "short.io",     "shorte.st",  "shorturl.at", "shrtco.de",     "smarturl.it", "snip.ly",
    "soo.gd",       "spr.ly",     "sprl.in",     "su.pr",         "t.cn",        "t.co",
    "t.ly",         "tiny.cc",    "tiny.one",    "tinyurl.com",   "tny.im",      "tr.ee",
    "trib.al",      "u.to",       "url.kr",      "urlz.fr",       "urly.it",     "v.gd",
    "vk.cc",        "w.wiki",     "wp.me",       "x.gd",          "youtu.be",    "zpr.io",
    "urlshort.dev", "dub.sh",     "lihi.cc",     "ppt.cc",        "did.li",
};

// "www.google.co.uk" for "google."; "a.list-manage.com" for "list-manage.com".
bool is_host_of(std::string_view host, std::string_view name) {
  if (name.ends_with('.')) {
    const std::size_t at = host.find(name);
    if (at == std::string_view::npos || (at > 0 && host[at - 1] != '.')) return false;
    // At most a second-level suffix may follow, or "google.evil.example" were Google.
    const std::string_view suffix = host.substr(at + name.size());
    const std::size_t dot = suffix.find('.');
    if (dot == std::string_view::npos) return suffix.size() >= 2 && suffix.size() <= 3;
    return dot <= 3 && suffix.size() - dot - 1 == 2;
  }
  if (!host.ends_with(name)) return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

bool has_parameter(const std::optional<std::string>& text, std::string_view names) {
  if (!text) return false;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string key = lower_ascii(rest.substr(0, std::min(rest.find('='), end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    for (std::string_view left = names; !left.empty();) {
      const std::size_t space = std::min(left.find(' '), left.size());
      if (!key.empty() && key == lower_ascii(left.substr(0, space))) return true;
      left.remove_prefix(std::min(space + 1, left.size()));
    }
  }
  return false;
}

}  // namespace

bool is_shortener(std::string_view host) {
  if (host.starts_with("www.")) host.remove_prefix(4);
  return std::find(std::begin(kShorteners), std::end(kShorteners), host) != std::end(kShorteners);
}

bool may_redirect(std::string_view host) {
  return is_shortener(host) ||
         std::any_of(std::begin(kRedirectors), std::end(kRedirectors),
                     [&](const Redirector& known) { return is_host_of(host, known.host); });
}

RedirectKind redirect_kind(const content::Url& url) {
  if (!url.host) return RedirectKind::none;
  const bool at_root = url.path.size() <= 1;
  if (is_shortener(*url.host)) return at_root ? RedirectKind::none : RedirectKind::shortener;
  for (const Redirector& known : kRedirectors) {
    if (!is_host_of(*url.host, known.host)) continue;
    if (!starts_with_ignore_case(url.path, known.path)) continue;
    if (!known.parameters.empty() && !has_parameter(url.query, known.parameters) &&
        !has_parameter(url.fragment, known.parameters)) {
      continue;
    }
    if (known.parameters.empty() && at_root && !url.query) continue;
    return known.kind;
  }
  return RedirectKind::none;
}

void add_redirect_signs(const LinkView& link, SignList& out) {
  const std::string& host = link.fact().host;
  if (is_rewriting_gateway(host) || !may_redirect(host) || link.url() == nullptr) return;
  switch (redirect_kind(*link.url())) {
    case RedirectKind::none:
      return;
    case RedirectKind::open:
      out.add(link.sign(
          SignCode::link_open_redirector,
          fmt::format("The link uses {} to lead on: that service sends a reader to "
                      "whatever address the link says{}.",
                      in_quotes(host),
                      link.fact().carried_domains.empty()
                          ? std::string()
                          : fmt::format(" ({})", in_quotes(link.fact().carried_domains[0])))));
      return;
    case RedirectKind::shortener:
      out.add(link.sign(SignCode::link_shortener,
                        fmt::format("The link is a short one of {}; where it leads cannot be told "
                                    "from it.",
                                    in_quotes(host))));
      return;
    case RedirectKind::counter:
      out.add(link.sign(SignCode::link_click_counter,
                        fmt::format("The link goes through {}, which counts a mailing's clicks; "
                                    "where it leads cannot be told from it.",
                                    in_quotes(host))));
      return;
  }
}

}  // namespace letterlock::hunt

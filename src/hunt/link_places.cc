#include "hunt/link_places.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"
#include "hunt/detector.h"
#include "hunt/gateway.h"
#include "hunt/link_signs.h"
#include "hunt/redirectors.h"

namespace letterlock::hunt {
namespace {

bool lies_in(std::string_view host, std::string_view domain) {
  return host.ends_with(domain) &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

constexpr std::string_view kFreeHosting[] = {
    "workers.dev",
    "pages.dev",
    "r2.dev",
    "web.app",
    "firebaseapp.com",
    "vercel.app",
    "netlify.app",
    "herokuapp.com",
    "onrender.com",
    "fly.dev",
    "railway.app",
    "deno.dev",
    "replit.app",
    "repl.co",
    "replit.dev",
    "glitch.me",
    "github.io",
    "gitlab.io",
    "surge.sh",
    "ngrok.io",
    "ngrok-free.app",
    "ngrok.app",
    "trycloudflare.com",
    "loca.lt",
    "serveo.net",
    "pinggy.link",
    "weebly.com",
    "weeblysite.com",
    "wixsite.com",
    "wixstudio.com",
    "wordpress.com",
    "blogspot.com",
    "godaddysites.com",
    "square.site",
    "webflow.io",
    "framer.website",
    "framer.app",
    "carrd.co",
    "strikingly.com",
    "jimdosite.com",
    "mystrikingly.com",
    "ucraft.net",
    "webador.com",
    "webnode.page",
    "yolasite.com",
    "site123.me",
    "000webhostapp.com",
    "infinityfreeapp.com",
    "epizy.com",
    "rf.gd",
    "azurewebsites.net",
    "azurestaticapps.net",
    "web.core.windows.net",
    "blob.core.windows.net",
    "cloudapp.azure.com",
    "azureedge.net",
    "amplifyapp.com",
    "s3.amazonaws.com",
    "elasticbeanstalk.com",
    "storage.googleapis.com",
    "appspot.com",
    "run.app",
    "cloudfunctions.net",
    "digitaloceanspaces.com",
    "ondigitalocean.app",
    "backblazeb2.com",
    "wasabisys.com",
    "linodeobjects.com",
    "myqcloud.com",
    "aliyuncs.com",
    "ipfs.io",
    "dweb.link",
    "cf-ipfs.com",
    "nftstorage.link",
    "duckdns.org",
    "ddns.net",
    "hopto.org",
    "zapto.org",
    "sytes.net",
    "myftp.org",
    "servehttp.com",
    "dynu.net",
    "mywire.org",
    "gotdns.ch",
    "beget.tech",
    "sites.google.com",
    "script.google.com",
    "translate.goog",
    "telegra.ph",
    "notion.site",
    "gitbook.io",
    "clickfunnels.com",
    "myclickfunnels.com",
    "softr.app",
    "bubbleapps.io",
    "zapier.app",
    "powerappsportals.com",
};

struct FileShare {
  std::string_view host, path;
};
constexpr FileShare kFileShares[] = {
    {"docs.google.com", "/"},
    {"drive.google.com", "/"},
    {"sharepoint.com", "/"},
    {"1drv.ms", "/"},
    {"onedrive.live.com", "/"},
    {"dropbox.com", "/s"},
    {"dropbox.com", "/l/"},
    {"dropbox.com", "/t/"},
    {"box.com", "/s/"},
    {"box.com", "/v/"},
    {"wetransfer.com", "/down"},
    {"we.tl", "/"},
    {"icloud.com", "/iclouddrive"},
    {"mega.nz", "/"},
    {"mediafire.com", "/"},
    {"sharefile.com", "/"},
    {"egnyte.com", "/"},
    {"docsend.com", "/"},
    {"docusign.net", "/"},
    {"adobesign.com", "/"},
    {"acrobat.adobe.com", "/"},
    {"notion.so", "/"},
    {"canva.com", "/design"},
    {"figma.com", "/"},
    {"evernote.com", "/shard"},
    {"smallpdf.com", "/"},
    {"sendspace.com", "/"},
    {"transfer.sh", "/"},
    {"pcloud.link", "/"},
    {"terabox.com", "/"},
    {"forms.office.com", "/"},
    {"forms.gle", "/"},
    {"jotform.com", "/"},
    {"typeform.com", "/"},
    {"padlet.com", "/"},
    {"miro.com", "/app"},
};

// Words by which a domain says that it belongs to the mail system. As a whole part between hyphens
// of the registrable label: "mailer-daemon", "secure-mail", not "hotmail" or "mailand".
constexpr std::string_view kMailWords[] = {
    "mail",         "email",         "mails",      "mailer",     "maildaemon",
    "mailerdaemon", "daemon",        "delivery",   "deliver",    "quarantine",
    "postmaster",   "smtp",          "imap",       "webmail",    "mailbox",
    "inbox",        "owa",           "mailserver", "mailsystem", "mailsecurity",
    "mailgateway",  "undeliverable", "bounce",     "mailqueue",  "mx",
};
// These alone, as the whole label, are everyday names of honest providers and of programs.
constexpr std::string_view kWeakAlone[] = {"mail",     "email",  "mails",  "deliver",
                                           "delivery", "inbox",  "mx",     "bounce",
                                           "mailer",   "daemon", "mailbox"};

constexpr std::string_view kShortenerWords[] = {
    "tinyurl",   "shorturl", "shortlink", "bitly",     "urlshort",     "shorten", "tinylink",
    "shortener", "cuttly",   "rebrandly", "shorturls", "urlshortener", "miniurl", "shrturl",
};

struct Service {
  std::string_view word;
  // Its genuine registrable domains, separated by spaces.
  std::string_view genuine;
};
constexpr Service kServices[] = {
    {"microsoftonline", "microsoftonline.com microsoftonline-p.com"},
    {"office365", "office365.com office365.us"},
    {"sharepoint", "sharepoint.com sharepointonline.com sharepoint.us sharepoint.cn"},
    {"onedrive", "onedrive.com"},
    {"outlook", "outlook.com office365.us office365.com live.com"},
    {"microsoft",
     "microsoft.com microsoft microsoftonline.com microsoftstream.com "
     "microsoftpersonalcontent.com azure.com windows.net akamaized.net"},
    {"googledrive", "google.com"},
    {"googledocs", "google.com"},
    {"accounts-google", "google.com"},
    {"gmail", "gmail.com google.com"},
    {"dropbox", "dropbox.com dropboxusercontent.com dropboxmail.com dropboxbusiness.com"},
    {"docusign", "docusign.com docusign.net"},
    {"adobesign", "adobesign.com"},
    {"wetransfer", "wetransfer.com wetransfer.net"},
    {"icloud", "icloud.com icloud-content.com apple.com"},
    {"appleid", "apple.com"},
    {"paypal", "paypal.com paypalobjects.com paypal.me paypalinc.com paypal-communication.com"},
    {"linkedin", "linkedin.com"},
    {"facebook", "facebook.com facebookmail.com facebook.net facebookblueprint.com"},
    {"instagram", "instagram.com cdninstagram.com"},
    {"whatsapp", "whatsapp.com whatsapp.net"},
    {"protonmail", "protonmail.com protonmail.ch proton.me"},
    {"safelinks", "outlook.com office365.us office.com office.net"},
    {"urldefense", "urldefense.com urldefense.us proofpoint.com"},
};

bool has_part(std::string_view label, std::string_view word) {
  for (std::size_t at = 0; (at = label.find(word, at)) != std::string_view::npos; ++at) {
    const bool begins = at == 0 || label[at - 1] == '-';
    const std::size_t end = at + word.size();
    if (begins && (end == label.size() || label[end] == '-')) return true;
  }
  return false;
}

std::string_view first_label(std::string_view domain) {
  return domain.substr(0, std::min(domain.find('.'), domain.size()));
}

bool lists(std::string_view genuine, std::string_view domain) {
  while (!genuine.empty()) {
    const std::size_t space = std::min(genuine.find(' '), genuine.size());
    if (domain == genuine.substr(0, space)) return true;
    genuine.remove_prefix(std::min(space + 1, genuine.size()));
  }
  return false;
}

}  // namespace

bool is_free_hosting(std::string_view host) {
  return std::any_of(std::begin(kFreeHosting), std::end(kFreeHosting),
                     [&](std::string_view known) { return lies_in(host, known); }) ||
         (host.find(".s3") != std::string_view::npos && lies_in(host, "amazonaws.com"));
}

bool is_file_share(std::string_view host, std::string_view path) {
  return std::any_of(std::begin(kFileShares), std::end(kFileShares), [&](const FileShare& known) {
    return lies_in(host, known.host) && starts_with_ignore_case(path, known.path);
  });
}

std::string_view imitated_mail_service(std::string_view domain) {
  if (domain == "mail-archive.com") return {};  // what mailing lists link to every day
  const std::string_view label = first_label(domain);
  for (const std::string_view word : kMailWords) {
    if (!has_part(label, word)) continue;
    const bool alone = label == word;
    const bool weak =
        std::find(std::begin(kWeakAlone), std::end(kWeakAlone), word) != std::end(kWeakAlone);
    if (alone && weak) continue;
    return word;
  }
  return {};
}

std::string_view imitated_shortener(std::string_view domain) {
  if (is_shortener(domain)) return {};
  std::string label(first_label(domain));
  std::erase(label, '-');
  for (const std::string_view word : kShortenerWords) {
    if (label.find(word) != std::string::npos) return word;
  }
  return {};
}

std::string_view imitated_service(std::string_view host, std::string_view domain) {
  for (const Service& service : kServices) {
    if (lists(service.genuine, domain)) continue;
    const std::size_t at = host.find(service.word);
    if (at == std::string_view::npos) continue;
    // Inside a longer word it is that word.
    const std::size_t end = at + service.word.size();
    const bool begins = at == 0 || !is_alpha(host[at - 1]);
    const bool ends = end == host.size() || !is_alpha(host[end]);
    if (begins && ends) return service.word;
  }
  return {};
}

void add_place_signs(const LinkView& link, SignList& out) {
  const store::LinkFact& fact = link.fact();
  if (is_rewriting_gateway(fact.host)) return;
  if (const auto word = imitated_mail_service(fact.domain); !word.empty()) {
    out.add(link.sign(SignCode::link_imitates_mail_service,
                      fmt::format("The link's domain {} is named like a part of the mail system "
                                  "({}), which readers do not ask what it is doing there.",
                                  in_quotes(fact.domain), in_quotes(word))));
  }
  if (const auto word = imitated_shortener(fact.domain); !word.empty()) {
    out.add(link.sign(SignCode::link_imitates_shortener,
                      fmt::format("The link's domain {} is named like a link shortener ({}) and is "
                                  "none that is known.",
                                  in_quotes(fact.domain), in_quotes(word))));
  }
  if (const auto word = imitated_service(fact.host, fact.domain); !word.empty()) {
    out.add(link.sign(SignCode::link_imitates_service,
                      fmt::format("The host {} bears the name of a known service ({}), but its "
                                  "domain {} is not that service's.",
                                  in_quotes(fact.host), in_quotes(word), in_quotes(fact.domain))));
  }
  if (is_free_hosting(fact.host)) {
    out.add(link.sign(SignCode::link_free_hosting,
                      fmt::format("The link leads to {}: anybody gets such an address within a "
                                  "minute and without a name.",
                                  in_quotes(fact.host))));
  }
  if (link.url() != nullptr && is_file_share(fact.host, link.url()->path) &&
      link.url()->path.size() > 1) {
    out.add(link.sign(SignCode::link_file_share,
                      fmt::format("The link shows a file at {}: the service is genuine, who put "
                                  "the file there is not told by it.",
                                  in_quotes(fact.host))));
  }
}

}  // namespace letterlock::hunt

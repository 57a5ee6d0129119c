#include "relations/link_place.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace letterlock::relations {
namespace {

constexpr std::size_t kLongest = 100;

// Sorted.
constexpr std::array<std::string_view, 62> kShared = {
    "1drv.ms",
    "amazonaws.com",
    "app.box.com",
    "bit.ly",
    "bitbucket.org",
    "buff.ly",
    "calendly.com",
    "canva.com",
    "cdn.discordapp.com",
    "codeberg.org",
    "cutt.ly",
    "discord.gg",
    "docs.google.com",
    "docsend.com",
    "drive.google.com",
    "dropbox.com",
    "evernote.com",
    "facebook.com",
    "figma.com",
    "firebasestorage.googleapis.com",
    "forms.gle",
    "forms.office.com",
    "gist.github.com",
    "github.com",
    "gitlab.com",
    "goo.gl",
    "groups.google.com",
    "instagram.com",
    "ipfs.io",
    "is.gd",
    "jotform.com",
    "linkedin.com",
    "linktr.ee",
    "lnkd.in",
    "medium.com",
    "mega.nz",
    "notion.so",
    "onedrive.live.com",
    "ow.ly",
    "paper.dropbox.com",
    "pastebin.com",
    "photos.google.com",
    "raw.githubusercontent.com",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "script.google.com",
    "sharefile.com",
    "sites.google.com",
    "sourceforge.net",
    "storage.googleapis.com",
    "t.co",
    "t.ly",
    "t.me",
    "telegra.ph",
    "tinyurl.com",
    "tumblr.com",
    "twitter.com",
    "typeform.com",
    "wetransfer.com",
    "x.com",
    "youtu.be",
};

static_assert(std::is_sorted(kShared.begin(), kShared.end()));

// First segments that tell no tenant.
constexpr std::array<std::string_view, 24> kGeneric = {
    "a",     "b", "d",   "document", "e",     "file", "folders",
    "forms", "i", "in",  "l",        "open",  "p",    "presentation",
    "r",     "s", "scl", "sh",       "share", "site", "spreadsheets",
    "u",     "v", "view"};

std::string_view next_segment(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find_first_of("/?#"), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::string_view path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t path = url.find_first_of("/?#");
  return path == std::string_view::npos ? std::string_view{} : url.substr(path);
}

bool is_generic(std::string_view segment) {
  return segment.size() <= 1 ||
         std::find(kGeneric.begin(), kGeneric.end(), segment) != kGeneric.end();
}

}  // namespace

bool is_shared_host(std::string_view host) {
  if (host.starts_with("www.")) host.remove_prefix(4);
  // "bucket.s3.amazonaws.com": every host below is shared alike.
  if (host.ends_with(".amazonaws.com")) return true;
  return std::binary_search(kShared.begin(), kShared.end(), host);
}

std::string shared_place(const store::LinkFact& link) {
  std::string_view host = link.host;
  if (!is_shared_host(host)) return {};
  if (host.starts_with("www.")) host.remove_prefix(4);
  std::string place(host);
  std::string_view path = path_of(link.url);
  for (int depth = 0; depth < 3; ++depth) {
    const std::string_view segment = next_segment(path);
    if (segment.empty()) break;
    place += '/';
    place += segment.substr(0, kLongest);
    if (!is_generic(segment)) break;
  }
  if (place.size() > kLongest) place.resize(kLongest);
  return lower_ascii(place);
}

}  // namespace letterlock::relations

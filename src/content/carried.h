// URLs inside URLs: what a redirector, a tracker or a rewriting service would lead on to, read from
// the octets of the URL alone. Nothing is fetched.
#pragma once

#include <string>
#include <vector>

#include "content/url.h"

namespace letterlock::content {

// The URLs that `url` carries in its path, query or fragment: plain, percent-encoded up to five
// times, in base64, or in the forms of Proofpoint's URL Defense; those carried by these follow
// them. At most eight, each once, as a browser would write them.
std::vector<std::string> carried_urls(const Url& url);

}  // namespace letterlock::content

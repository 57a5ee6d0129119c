// What of a link is somebody's place: the registrable domain, or on a host that many share, the
// tenant's part of it ("github.com/ada", "storage.googleapis.com/bucket").
//
// A shared host says nothing about who stands behind a link: a lure there would be "known" for ever
// after the first honest link.
#pragma once

#include <string>
#include <string_view>

#include "store/facts.h"

namespace letterlock::relations {

// Hosts of which anybody can have a part: code, files, forms, shorteners, archives of the web.
bool is_shared_host(std::string_view host);

// "" where the host is not shared: then the domain is the place. At most 100 octets.
std::string shared_place(const store::LinkFact& link);

}  // namespace letterlock::relations

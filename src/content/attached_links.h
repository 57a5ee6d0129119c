// Where attached files lead: links of pages and drawings, PDF documents, office documents and
// calendars.
#pragma once

#include <vector>

#include "base/limits.h"
#include "content/content.h"
#include "content/links.h"

namespace letterlock::content {

// A file that leads to more hosts than this is something to read, with references; its links count
// as quoted, not as what the message wants to be followed.
inline constexpr std::size_t kFewHosts = 3;

void add_attached_links(const mime::Message& message, const Limits& limits,
                        const std::vector<Attachment>& attachments, LinkCollector& links);

}  // namespace letterlock::content

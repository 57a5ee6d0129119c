// Folder names of logs and of mailboxes made comparable: "\Inbox", "INBOX", "Posteingang".
#pragma once

#include <string>
#include <string_view>

namespace letterlock::exposure {

// Lower case, segments joined by '/', the roots of stores left out, and a well-known folder in
// front under its English name: "inbox", "sent", "drafts", "deleted", "junk", "archive", "outbox",
// "rss", "conversation history", "notes", "recoverable". "" for "".
std::string folder_key(std::string_view path);

// Where a rule that hides mail moves it: RSS, conversation history, archive, junk, deleted, notes.
bool hides_mail(std::string_view folder);

}  // namespace letterlock::exposure

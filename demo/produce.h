// Writes the planned messages one after the other and puts every copy into its mailbox.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "demo/mailboxes.h"
#include "demo/post.h"
#include "demo/story.h"

namespace letterlock::demo {

// What became of one plan.
struct Written {
  std::string message_id;
  std::string subject;
  std::vector<std::string> mailboxes;  // local-parts of those who hold a copy
};

// A copy in the strategist's mailbox, from which the bundle is made.
struct OwnCopy {
  int plan = 0;
  bool sent = false;
  std::string octets;
};

struct Produced {
  std::vector<Written> written;  // one for each plan
  std::vector<OwnCopy> strategist;
  std::size_t placements = 0;
};

Expected<Produced> produce(const Story& story, const PostOffice& post, Mailboxes& mailboxes);

// The octets of a version of a document, and its file name.
Attachment document_file(const Story& story, const Document& document, unsigned version);

}  // namespace letterlock::demo

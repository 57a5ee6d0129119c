// A message on its way: what somebody asks a mail program to send, and what the program makes of
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "demo/dkim.h"
#include "demo/people.h"
#include "demo/writing.h"

namespace letterlock::demo {

struct Mailbox {
  std::string name;
  std::string address;
};

struct Attachment {
  std::string name;
  std::string type;
  std::string content;
  bool is_inline = false;  // an image shown in the HTML text
};

// The message that a reply or forward carries along.
struct Quoted {
  Mailbox from;
  std::vector<Mailbox> to, cc;
  UnixTime time = 0;
  std::string subject;
  std::string text;  // UTF-8, LF
  std::string html;  // what stands inside <body>
  std::string message_id;
};

enum class Relation { fresh, reply, forward };

// What the rest of the story remembers of a message.
struct Sent {
  int index = 0;
  Quoted content;
  std::vector<std::string> references;  // with its own id last
  std::string thread_index;             // octets; empty if its program writes none
  UnixTime thread_started = 0;          // of that index
  std::vector<Field> header;            // as handed to the mail server
  std::string body;                     // CRLF line ends
  std::string text_type;                // of the readable part: "text/plain; charset=..."
};

struct Draft {
  int index = 0;
  const Person* from = nullptr;
  std::string organisation;
  Client client = Client::none;
  std::string charset;
  UnixTime time = 0;
  const Zone* zone = nullptr;
  std::vector<Mailbox> to, cc;
  std::string subject;
  Body body;
  Relation relation = Relation::fresh;
  const Sent* parent = nullptr;    // of a reply: its ids; may be unset for a forward
  const Quoted* quoted = nullptr;  // of a reply or forward: what it carries
  std::vector<Attachment> attachments;
  bool plain_only = false;
  std::vector<Field> extra;  // fields at the end of the header
};

}  // namespace letterlock::demo

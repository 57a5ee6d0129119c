// The mail servers between writer and reader: signatures, Received lines, what the receiving side
// notes down. Every reader's copy of a message differs, as in life.
#pragma once

#include <string>
#include <vector>

#include "demo/dkim.h"
#include "demo/message.h"
#include "demo/people.h"

namespace letterlock::demo {

// A message that has left its sender's server.
struct Wire {
  std::vector<Field> trace;   // Received and such of the sending side, newest first
  std::vector<Field> header;  // the signature first, if there is one, then the writer's own
  std::string body;
  std::string mail_from;      // "" for bounces
  std::string host, address;  // of the server that hands it over
  std::string from_domain;
  const DemoKey* key = nullptr;
  std::string signature_start;  // of b=, as results quote it
  const Organisation* organisation = nullptr;
  UnixTime left = 0;
};

// How it was handed to the sender's own server.
struct Submission {
  const Person* sender = nullptr;
  Client client = Client::none;
  std::string_view network;  // IP address of the writer
  UnixTime time = 0;
  std::string sender_address;  // as in From
};

class PostOffice {
 public:
  explicit PostOffice(const Cast& cast) : cast_(cast) {}

  Wire send(const Sent& sent, const Submission& how, Random& random) const;

  // The octets in the reader's mailbox, CRLF line ends.
  std::string deliver(const Wire& wire, const Person& reader, bool through_list,
                      Random& random) const;

  // The octets in the writer's Sent folder.
  static std::string sent_copy(const Sent& sent);

  const DkimSigner& signer() const { return signer_; }

 private:
  const Cast& cast_;
  DkimSigner signer_;
};

}  // namespace letterlock::demo

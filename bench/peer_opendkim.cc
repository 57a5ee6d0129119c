// libopendkim, fed as a milter feeds it: field by field, then the body.
#include <stdbool.h>
#include <sys/types.h>
// After the above, which it needs and does not include.
#include <opendkim/dkim.h>

#include <algorithm>
#include <cstring>

#include "peer_dkim.h"

namespace letterlock::bench {
namespace {

std::string key_record;

DKIM_STAT look_up(DKIM*, DKIM_SIGINFO*, u_char* buffer, std::size_t size) {
  if (key_record.size() + 1 > size) return DKIM_STAT_KEYFAIL;
  std::memcpy(buffer, key_record.c_str(), key_record.size() + 1);
  return DKIM_STAT_OK;
}

u_char* octets(std::string_view text) {
  return reinterpret_cast<u_char*>(const_cast<char*>(text.data()));
}

// Returns where the body begins.
std::size_t feed_header(DKIM* handle, std::string_view message) {
  std::size_t at = 0;
  while (at < message.size() && message.substr(at, 2) != "\r\n") {
    std::size_t next = at;
    do {
      next = std::min(message.find('\n', next), message.size() - 1) + 1;
    } while (next < message.size() && (message[next] == ' ' || message[next] == '\t'));
    std::size_t end = next;
    while (end > at && (message[end - 1] == '\n' || message[end - 1] == '\r')) --end;
    if (end > at) dkim_header(handle, octets(message.substr(at)), end - at);
    at = next;
  }
  return std::min(at + 2, message.size());
}

}  // namespace

std::uint64_t opendkim_verified(const Corpus& messages, const std::string& record) {
  static DKIM_LIB* const library = dkim_init(nullptr, nullptr);
  key_record = record;
  dkim_set_key_lookup(library, look_up);
  std::uint64_t verified = 0;
  for (const std::string& message : messages.messages) {
    DKIM_STAT status = DKIM_STAT_OK;
    DKIM* const handle =
        dkim_verify(library, reinterpret_cast<const u_char*>("bench"), nullptr, &status);
    const std::size_t body = feed_header(handle, message);
    dkim_eoh(handle);
    dkim_body(handle, octets(std::string_view(message).substr(body)), message.size() - body);
    bool tested_key = false;
    verified += dkim_eom(handle, &tested_key) == DKIM_STAT_OK ? 1 : 0;
    dkim_free(handle);
  }
  return verified;
}

}  // namespace letterlock::bench

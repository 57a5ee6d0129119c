// For tests: a DNS server over UDP on this machine's loopback, and the wire format it answers in.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "dns/resolver.h"

namespace letterlock::dns {

inline std::string u16(unsigned value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 255U)};
}

inline std::string wire_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('.'), name.size());
    out += static_cast<char>(end);
    out += name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return out + '\0';
}

inline std::string record(std::string_view owner, RecordType type, const std::string& rdata) {
  return wire_name(owner) + u16(static_cast<unsigned>(type)) + u16(1) + u16(0) + u16(60) +
         u16(static_cast<unsigned>(rdata.size())) + rdata;
}

// What it says to a query is up to `reply_to`; "" says nothing.
class LoopbackServer {
 public:
  using Replies = std::function<std::string(std::string_view query)>;

  explicit LoopbackServer(Replies reply_to)
      : reply_to_(std::move(reply_to)), socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    good_ = bind(socket_, generic, length) == 0 && getsockname(socket_, generic, &length) == 0;
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer() {
    stop_ = true;
    thread_.join();
    close(socket_);
  }

  bool good() const { return good_; }
  std::string address() const { return "127.0.0.1@" + std::to_string(port_); }

 private:
  void serve() {
    std::array<char, 4'096> packet{};
    while (!stop_) {
      pollfd waiting{socket_, POLLIN, 0};
      if (poll(&waiting, 1, 20) <= 0) continue;
      sockaddr_in peer{};
      socklen_t length = sizeof peer;
      auto* generic = reinterpret_cast<sockaddr*>(&peer);
      const auto size = recvfrom(socket_, packet.data(), packet.size(), 0, generic, &length);
      if (size < 17) continue;
      const std::string reply = reply_to_({packet.data(), static_cast<std::size_t>(size)});
      if (!reply.empty()) sendto(socket_, reply.data(), reply.size(), 0, generic, length);
    }
  }

  Replies reply_to_;
  int socket_;
  bool good_ = false;
  unsigned port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

// The question of a query as it stands on the wire: name, type and class; "" where it has none.
inline std::string_view question_of(std::string_view query) {
  const std::size_t name_end = query.find('\0', 12);
  if (name_end == query.npos || name_end + 5 > query.size()) return {};
  return query.substr(12, name_end + 5 - 12);
}

}  // namespace letterlock::dns

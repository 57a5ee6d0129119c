// The real resolver against a server that lies, on this machine's loopback alone.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "dns/system_resolver.h"

namespace letterlock::dns {
namespace {

std::string u16(unsigned value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 255U)};
}

std::string wire_name(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('.'), name.size());
    out += static_cast<char>(end);
    out += name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return out + '\0';
}

std::string record(std::string_view owner, RecordType type, const std::string& rdata) {
  return wire_name(owner) + u16(static_cast<unsigned>(type)) + u16(1) + u16(0) + u16(60) +
         u16(static_cast<unsigned>(rdata.size())) + rdata;
}

// Answers over UDP: what it says depends on the first label asked for.
class LyingServer {
 public:
  LyingServer() : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    good_ = bind(socket_, generic, length) == 0 && getsockname(socket_, generic, &length) == 0;
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  LyingServer(const LyingServer&) = delete;
  LyingServer& operator=(const LyingServer&) = delete;
  ~LyingServer() {
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
      const std::string reply = reply_to({packet.data(), static_cast<std::size_t>(size)});
      if (!reply.empty()) sendto(socket_, reply.data(), reply.size(), 0, generic, length);
    }
  }

  static std::string reply_to(std::string_view query) {
    const std::size_t name_end = query.find('\0', 12);
    if (name_end == query.npos || name_end + 5 > query.size()) return {};
    const std::string_view question = query.substr(12, name_end + 5 - 12);
    const std::string_view label = question.substr(1, static_cast<unsigned char>(question[0]));
    std::string answers;
    unsigned count = 0;
    const auto add = [&](const std::string& one) {
      answers += one;
      ++count;
    };
    if (label == "silent") return {};
    if (label == "garbage") return std::string(query.substr(0, 2)) + std::string(40, '\xFF');
    if (label == "loop")
      add(record("loop.letter.example", RecordType::cname, wire_name("pool.letter.example")));
    if (label == "pool")
      add(record("pool.letter.example", RecordType::cname, wire_name("loop.letter.example")));
    if (label == "other")
      add(record("elsewhere.example", RecordType::txt,
                 "\x03"
                 "lie"));
    if (label == "broken")
      add(record("broken.letter.example", RecordType::txt,
                 "\xFF"
                 "short"));
    if (label == "good")
      add(record("good.letter.example", RecordType::txt,
                 "\x04"
                 "true"));
    if (label == "forged")
      add(record("forged.signed.example", RecordType::txt,
                 "\x04"
                 "true"));
    for (int i = 0; label == "many" && i < 60; ++i) {
      add(record("many.letter.example", RecordType::a,
                 std::string("\xC0\x00\x02", 3) + static_cast<char>(i)));
    }
    return std::string(query.substr(0, 2)) + "\x81\x80" + u16(1) + u16(count) + u16(0) + u16(0) +
           std::string(question) + answers;
  }

  int socket_;
  bool good_ = false;
  unsigned port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

TEST(LyingServerTest, EveryLieEndsInTimeWithAStatus) {
  LyingServer server;
  ASSERT_TRUE(server.good());
  SystemResolver::Options options;
  options.servers = {server.address()};
  options.timeout_ms = 1'500;
  // Names elsewhere are not signed; those below signed.example must be.
  options.trust_anchors = {
      "signed.example. IN DS 12345 8 2 "
      "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"};
  auto resolver = SystemResolver::open(options);
  ASSERT_TRUE(resolver) << resolver.error().message;
  const auto begin = std::chrono::steady_clock::now();

  const Answer good = (*resolver)->txt("good.letter.example");
  ASSERT_EQ(good.status, Status::ok) << good.reason;
  EXPECT_EQ(good.records.at(0).value, "true");
  EXPECT_FALSE(good.secure);
  EXPECT_EQ(good.ttl, 60U);
  EXPECT_EQ((*resolver)->txt("silent.letter.example").status, Status::timeout);
  EXPECT_TRUE((*resolver)->txt("garbage.letter.example").unknown());
  EXPECT_TRUE((*resolver)->a("loop.letter.example").unknown());
  EXPECT_FALSE((*resolver)->txt("other.letter.example").ok());
  EXPECT_FALSE((*resolver)->txt("broken.letter.example").ok());
  EXPECT_EQ((*resolver)->a("many.letter.example").records.size(), 60U);
  const Answer forged = (*resolver)->txt("forged.signed.example");
  EXPECT_TRUE(forged.unknown()) << name_of(forged.status);
  EXPECT_FALSE(forged.secure);
  EXPECT_TRUE(forged.records.empty());

  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(12));
}

}  // namespace
}  // namespace letterlock::dns

// The real resolver against a zone that is signed on the spot (RFC 4034, RFC 8080), on this
// machine's loopback alone: what validates is marked so, and what does not is refused.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <ctime>
#include <memory>
#include <stdexcept>

#include "base/base64.h"
#include "dns/system_resolver.h"
#include "dns/test_server.h"

namespace letterlock::dns {
namespace {

constexpr std::string_view kOrigin = "signed.example";
constexpr unsigned kDnskey = 48, kRrsig = 46, kOpt = 41;
constexpr char kEd25519 = 15;
constexpr std::uint32_t kTtl = 300;

std::string u32(std::uint32_t value) { return u16(value >> 16U) + u16(value & 0xFFFFU); }

class ZoneKey {
 public:
  ZoneKey() {
    const std::string secret(32, '\x5A');
    key_.reset(EVP_PKEY_new_raw_private_key(
        EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(secret.data()), 32));
    std::size_t size = public_.size();
    if (!key_ || EVP_PKEY_get_raw_public_key(
                     key_.get(), reinterpret_cast<unsigned char*>(public_.data()), &size) != 1) {
      throw std::runtime_error("no Ed25519 key");
    }
  }

  // The rdata of its DNSKEY record: a key of the zone and of its entry point.
  std::string rdata() const { return u16(257) + '\x03' + kEd25519 + public_; }
  std::string anchor() const {
    return std::string(kOrigin) + ". IN DNSKEY 257 3 15 " + base64_encode(public_);
  }
  // RFC 4034 appendix B.
  unsigned tag() const {
    std::uint32_t sum = 0;
    const std::string octets = rdata();
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const auto octet = static_cast<unsigned char>(octets[i]);
      sum += i % 2 == 0 ? static_cast<std::uint32_t>(octet) << 8U : octet;
    }
    return (sum + (sum >> 16U)) & 0xFFFFU;
  }
  std::string sign(const std::string& octets) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       reinterpret_cast<const unsigned char*>(octets.data()), octets.size()) != 1) {
      throw std::runtime_error("no signature");
    }
    return signature;
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, EVP_PKEY_free};
  std::string public_ = std::string(32, '\0');
};

std::string full_record(std::string_view owner, unsigned type, const std::string& rdata) {
  return wire_name(owner) + u16(type) + u16(1) + u32(kTtl) +
         u16(static_cast<unsigned>(rdata.size())) + rdata;
}

// The RRSIG of a set of one record, good from a day ago until `expires`.
std::string signature_record(const ZoneKey& key, std::string_view owner, unsigned type,
                             const std::string& rdata, std::time_t expires) {
  const auto labels = static_cast<char>(1 + std::count(owner.begin(), owner.end(), '.'));
  const std::string head =
      u16(type) + kEd25519 + labels + u32(kTtl) + u32(static_cast<std::uint32_t>(expires)) +
      u32(static_cast<std::uint32_t>(expires - 14 * 86'400)) + u16(key.tag()) + wire_name(kOrigin);
  return full_record(owner, kRrsig, head + key.sign(head + full_record(owner, type, rdata)));
}

// Answers as an authoritative server does; what it signs wrongly depends on the first label.
std::string reply_to(const ZoneKey& key, std::string_view query) {
  const std::string_view question = question_of(query);
  if (question.empty()) return {};
  const auto type = static_cast<unsigned char>(question[question.size() - 3]);
  const std::string label(question.substr(1, static_cast<unsigned char>(question[0])));
  const std::time_t later = std::time(nullptr) + 7 * 86'400;
  std::string answers;
  unsigned count = 0;
  const auto add = [&](std::string_view owner, unsigned of, const std::string& shown,
                       const std::string& rdata, std::time_t expires) {
    answers += full_record(owner, of, shown) + signature_record(key, owner, of, rdata, expires);
    count += 2;
  };
  const std::string text = "\x04true", lie = "\x04lies", owner = label + ".signed.example";
  if (type == kDnskey && label == "signed") add(kOrigin, kDnskey, key.rdata(), key.rdata(), later);
  if (type == static_cast<unsigned>(RecordType::txt)) {
    const auto txt = static_cast<unsigned>(RecordType::txt);
    if (label == "good") add(owner, txt, text, text, later);
    if (label == "altered") add(owner, txt, lie, text, later);
    if (label == "expired") add(owner, txt, text, text, std::time(nullptr) - 3 * 86'400);
    if (label == "bare") {
      answers += full_record(owner, txt, text);
      ++count;
    }
  }
  const std::string opt = std::string(1, '\0') + u16(kOpt) + u16(4'096) + u32(0x8000) + u16(0);
  return std::string(query.substr(0, 2)) + "\x85\x80" + u16(1) + u16(count) + u16(0) + u16(1) +
         std::string(question) + answers + opt;
}

class SignedZoneTest : public ::testing::Test {
 protected:
  std::unique_ptr<SystemResolver> open() {
    SystemResolver::Options options;
    options.servers = {server_.address()};
    options.timeout_ms = 3'000;
    options.trust_anchors = {key_.anchor()};
    auto resolver = SystemResolver::open(options);
    return resolver ? std::move(*resolver) : nullptr;
  }

  ZoneKey key_;
  LoopbackServer server_{[this](std::string_view query) { return reply_to(key_, query); }};
};

TEST_F(SignedZoneTest, AnAnswerThatValidatesIsMarkedSecure) {
  ASSERT_TRUE(server_.good());
  const auto resolver = open();
  ASSERT_NE(resolver, nullptr);
  const Answer good = resolver->txt("good.signed.example");
  ASSERT_EQ(good.status, Status::ok) << good.reason;
  EXPECT_EQ(good.records.at(0).value, "true");
  EXPECT_TRUE(good.secure);
}

TEST_F(SignedZoneTest, WhatDoesNotValidateIsRefused) {
  ASSERT_TRUE(server_.good());
  const auto resolver = open();
  ASSERT_NE(resolver, nullptr);
  for (const char* name :
       {"altered.signed.example", "expired.signed.example", "bare.signed.example"}) {
    const Answer answer = resolver->txt(name);
    EXPECT_EQ(answer.status, Status::bogus) << name << ": " << name_of(answer.status);
    EXPECT_TRUE(answer.unknown()) << name;
    EXPECT_FALSE(answer.secure) << name;
    EXPECT_TRUE(answer.records.empty()) << name;
  }
}

}  // namespace
}  // namespace letterlock::dns

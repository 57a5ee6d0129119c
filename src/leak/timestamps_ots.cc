// A detached proof is: a magic number, a version, the hash operation by which the file was hashed,
// that hash, and a tree of operations whose leaves are attestations. Every path from the hash to a
// leaf is recomputed here, octet by octet.
#include "leak/timestamps_ots.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/cursor.h"
#include "base/sha256.h"

namespace letterlock::leak {
namespace {

using std::string_view_literals::operator""sv;
using What = TimestampFact::What;
using Result = TimestampReport::Result;

constexpr std::string_view kMagic = "\0OpenTimestamps\0\0Proof\0\xBF\x89\xE2\xE8\x84\xE8\x92\x94"sv;
constexpr int kVersion = 1;
// The limits of the reference implementation (python-opentimestamps).
constexpr std::size_t kLongestMessage = 4096;
constexpr std::size_t kLongestAttestation = 8192;
constexpr std::size_t kLongestUri = 1000;
constexpr std::size_t kMostForks = 256;
// A real proof has some hundred.
constexpr std::size_t kMostOperations = 20'000;
constexpr std::size_t kMostAttestations = 100;

constexpr std::string_view kBitcoin = "\x05\x88\x96\x0D\x73\xD7\x19\x01"sv;
constexpr std::string_view kLitecoin = "\x06\x86\x9A\x0D\x73\xD7\x1B\x45"sv;
constexpr std::string_view kEthereum = "\x30\xFE\x80\x87\xB5\xC7\xEA\xD7"sv;
constexpr std::string_view kPending = "\x83\xDF\xE3\x0D\x2E\xF9\x0C\x8E"sv;

enum Operation : int {
  kAttestation = 0x00,
  kSha1 = 0x02,
  kRipemd160 = 0x03,
  kSha256 = 0x08,
  kKeccak256 = 0x67,
  kAppend = 0xF0,
  kPrepend = 0xF1,
  kReverse = 0xF2,
  kHexlify = 0xF3,
  kFork = 0xFF,
};

std::string digest(const EVP_MD* hash, std::string_view octets) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), reinterpret_cast<unsigned char*>(out.data()), &size,
                 hash, nullptr) != 1) {
    return "";
  }
  out.resize(size);
  return out;
}

const EVP_MD* hash_of(int operation) {
  switch (operation) {
    case kSha1:
      return EVP_sha1();
    case kRipemd160:
      return EVP_ripemd160();
    case kSha256:
      return EVP_sha256();
    default:
      return nullptr;
  }
}

std::string_view name_of(int operation) {
  return operation == kSha1 ? "sha1" : operation == kRipemd160 ? "ripemd160" : "sha256";
}

// Base 128, least significant first.
std::optional<std::uint64_t> take_number(Cursor& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    const int octet = at.take();
    if (octet < 0) return std::nullopt;
    value |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
    if ((octet & 0x80) == 0) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> take_octets(Cursor& at, std::size_t most) {
  const auto length = take_number(at);
  if (!length || *length > most || *length > at.left()) return std::nullopt;
  const std::string_view octets = at.rest().substr(0, *length);
  at.skip(*length);
  return octets;
}

// Double SHA-256, as Bitcoin names blocks; shown with the octets reversed.
std::string reversed_hex(std::string_view octets) {
  return to_hex(std::string(octets.rbegin(), octets.rend()));
}

// Whether the header's hash is below the target that it states: without that it is no block.
bool has_its_work(std::string_view header) {
  const std::string once = digest(EVP_sha256(), header);
  std::string hash = digest(EVP_sha256(), once);
  std::reverse(hash.begin(), hash.end());  // big-endian
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(header[i]); };
  const unsigned exponent = octet(75);
  if (exponent < 3 || exponent > 32 || octet(74) >= 0x80) return false;
  std::string target(32, '\0');
  for (unsigned i = 0; i < 3; ++i) target[32 - exponent + i] = header[74 - i];
  return hash.compare(target) <= 0;
}

class OtsReader {
 public:
  OtsReader(std::string_view proof, const TimestampOptions& options, TimestampReport& report)
      : at_(proof), options_(options), report_(report) {}

  void check(std::string_view file) {
    at_.skip(kMagic.size());
    if (at_.take() != kVersion) return malformed("a version of the format that is not known");
    const int operation = at_.take();
    const EVP_MD* hash = hash_of(operation);
    if (hash == nullptr) return malformed("no hash of the file that is known");
    report_.hash = name_of(operation);
    const auto size = static_cast<std::size_t>(EVP_MD_get_size(hash));
    if (at_.left() < size) return malformed("ends within the file's hash");
    const std::string stamped(at_.rest().substr(0, size));
    at_.skip(size);
    TimestampFact fact;
    fact.check = digest(hash, file) == stamped ? Check::pass : Check::fail;
    fact.says = fmt::format("the proof is for a file with {} {}", report_.hash, to_hex(stamped));
    report_.facts.push_back(std::move(fact));
    walk(stamped);
    conclude();
  }

 private:
  // A message that operations act on; nullopt behind an operation that we cannot compute.
  using Message = std::optional<std::string>;

  void walk(const std::string& stamped) {
    std::vector<Message> open = {stamped};
    for (std::size_t operations = 0; !open.empty(); ++operations) {
      if (operations > kMostOperations) return malformed("over 20,000 operations");
      int tag = at_.take();
      Message message;
      if (tag == kFork) {
        message = open.back();
        tag = at_.take();
      } else {
        message = std::move(open.back());
        open.pop_back();
      }
      if (tag == kAttestation) {
        if (!attestation(message)) return;
        continue;
      }
      if (!apply(tag, message)) return;
      open.push_back(std::move(message));
      if (open.size() > kMostForks) return malformed("over 256 branches within each other");
    }
    if (!at_.at_end()) malformed("something follows the proof");
  }

  // What operation `tag` makes of `message`; false where the proof is malformed.
  bool apply(int tag, Message& message) {
    if (tag == kAppend || tag == kPrepend) {
      const auto argument = take_octets(at_, kLongestMessage);
      if (!argument || argument->empty()) return malformed("a bad argument"), false;
      if (message)
        message =
            tag == kAppend ? *message + std::string(*argument) : std::string(*argument) + *message;
    } else if (tag == kReverse) {
      if (message) std::reverse(message->begin(), message->end());
    } else if (tag == kHexlify) {
      if (message) message = to_hex(*message);
    } else if (tag == kKeccak256) {
      message.reset();
    } else if (const EVP_MD* hash = hash_of(tag)) {
      if (message) message = digest(hash, *message);
      if (message && message->empty()) message.reset();  // a hash that this OpenSSL does not offer
    } else {
      return malformed(tag < 0 ? "ends within the proof" : "an operation that is not known"), false;
    }
    if (message && message->size() > kLongestMessage) return malformed("a message too long"), false;
    return true;
  }

  bool attestation(const Message& message) {
    if (at_.left() < kBitcoin.size()) return malformed("ends within an attestation"), false;
    const std::string_view tag = at_.rest().substr(0, kBitcoin.size());
    at_.skip(tag.size());
    const auto payload = take_octets(at_, kLongestAttestation);
    if (!payload) return malformed("ends within an attestation"), false;
    if (++attestations_ > kMostAttestations) return malformed("over 100 attestations"), false;
    Cursor inside(*payload);
    if (tag == kBitcoin) return bitcoin(message, inside);
    if (tag == kPending) return pending(inside);
    TimestampFact fact;
    fact.what = What::other_attestation;
    fact.says = tag == kLitecoin   ? "a block of the Litecoin chain; not checked here"
                : tag == kEthereum ? "a block of the Ethereum chain; not checked here"
                                   : fmt::format("of a kind that is not known: {}", to_hex(tag));
    report_.facts.push_back(std::move(fact));
    return true;
  }

  bool pending(Cursor& inside) {
    const auto uri = take_octets(inside, kLongestUri);
    const bool fits = uri && inside.at_end() && std::all_of(uri->begin(), uri->end(), [](char c) {
                        return is_alnum(c) || "-._/:"sv.find(c) != std::string_view::npos;
                      });
    if (!fits) return malformed("a calendar's address that is none"), false;
    TimestampFact fact;
    fact.what = What::pending;
    fact.calendar = *uri;
    fact.says = fmt::format("the calendar {} promised to put it into a block", *uri);
    report_.facts.push_back(std::move(fact));
    return true;
  }

  bool bitcoin(const Message& message, Cursor& inside) {
    const auto height = take_number(inside);
    if (!height || !inside.at_end()) return malformed("a block height that is none"), false;
    TimestampFact fact;
    fact.what = What::commits_to_block;
    fact.block_height = *height;
    if (!message || message->size() != 32) {
      fact.says = fmt::format(
          "the way to block {} holds an operation that is not computed here, or leads to no root",
          *height);
      report_.facts.push_back(std::move(fact));
      return true;
    }
    fact.merkle_root = reversed_hex(*message);
    fact.says =
        fmt::format("true if Bitcoin block {} has the Merkle root {}", *height, fact.merkle_root);
    report_.facts.push_back(fact);
    if (const auto header = options_.headers.find(*height); header != options_.headers.end()) {
      compare(*message, header->second.octets, std::move(fact));
    }
    return true;
  }

  void compare(const std::string& root, const std::string& header, TimestampFact fact) {
    fact.what = What::block_header;
    fact.check = Check::fail;
    if (header.size() != 80 || !has_its_work(header)) {
      fact.says =
          "what was given as the block's header is none: its hash does not reach its target";
    } else if (header.compare(36, 32, root) != 0) {
      fact.says = fmt::format("the header given for block {} has the Merkle root {}",
                              *fact.block_height, reversed_hex(header.substr(36, 32)));
    } else {
      UnixTime time = 0;
      for (std::size_t i = 4; i-- > 0;)
        time = time << 8 | static_cast<unsigned char>(header[68 + i]);
      fact.check = Check::pass;
      fact.time = time;
      const std::string hash = digest(EVP_sha256(), digest(EVP_sha256(), header));
      fact.says = fmt::format(
          "existed when block {} was made, which states {} (miners' clocks may be two hours off); "
          "true if {} is that block's hash",
          *fact.block_height, format_utc(time), reversed_hex(hash));
    }
    report_.facts.push_back(std::move(fact));
  }

  void malformed(std::string_view why) {
    broken_ = true;
    report_.result = Result::malformed;
    report_.why = fmt::format("octet {}: {}", at_.position(), why);
  }

  void conclude() {
    if (broken_) return;
    const auto has = [&](What what, Check check) {
      return std::any_of(report_.facts.begin(), report_.facts.end(), [&](const TimestampFact& f) {
        return f.what == what && f.check == check;
      });
    };
    const bool rooted = std::any_of(report_.facts.begin(), report_.facts.end(), [](const auto& f) {
      return f.what == What::commits_to_block && !f.merkle_root.empty();
    });
    if (has(What::file_digest, Check::fail)) {
      report_.result = Result::mismatch;
      report_.why = "the file is not the one that was stamped";
    } else if (has(What::block_header, Check::pass)) {
      report_.result = Result::in_block;
    } else if (has(What::block_header, Check::fail)) {
      report_.result = Result::not_in_block;
    } else if (rooted) {
      report_.result = Result::commits_to_block;
    } else if (has(What::pending, Check::cannot_tell)) {
      report_.result = Result::pending;
    } else {
      report_.result = Result::cannot_tell;
    }
  }

  Cursor at_;
  const TimestampOptions& options_;
  TimestampReport& report_;
  std::size_t attestations_ = 0;
  bool broken_ = false;
};

}  // namespace

bool is_ots_proof(std::string_view proof) { return proof.starts_with(kMagic); }

TimestampReport check_ots(std::string_view file, std::string_view proof,
                          const TimestampOptions& options) {
  TimestampReport report;
  report.kind = TimestampReport::Kind::opentimestamps;
  OtsReader(proof, options, report).check(file);
  return report;
}

}  // namespace letterlock::leak

// Verifying DKIM signatures:
//
//   auth_bench DIRECTORY|MBOX KEY.pem [ROUNDS] [OUTPUT-DIRECTORY]
//
// Every message gets CRLF line ends, loses the signatures it has and gets one of ours (rsa-sha256,
// relaxed/relaxed). Then all contestants verify the same octets with the same key: ours with and
// without parsing, libopendkim where it is there, and as the floor what OpenSSL alone needs to hash
// and to verify the octets that are hashed. With OUTPUT-DIRECTORY the signed messages and the key's
// record are written there, for contestants of other languages. CPU time, the least of all rounds.
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "auth/dkim.h"
#include "auth/dns_keys.h"
#include "auth/sign.h"
#include "auth/tag_list.h"
#include "base/base64.h"
#include "dns/zone_resolver.h"
#include "measure.h"
#include "peer_dkim.h"

namespace letterlock::bench {
namespace {

using auth::SigningKey;
using mime::Message;

constexpr UnixTime kNow = 1'700'000'000;

std::string with_crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

std::string without_signatures(const std::string& octets) {
  const auto message = Message::parse_view(octets);
  std::string out;
  std::size_t kept = 0;
  for (const mime::HeaderField& field : message->header()) {
    if (field.id != mime::FieldName::dkim_signature) continue;
    out.append(octets, kept, field.whole.offset - kept);
    kept = field.whole.end();
  }
  return out.append(octets, kept);
}

Corpus signed_again(const Corpus& messages, const SigningKey& key) {
  auth::DkimSigning signing;
  signing.d = "bench.example";
  signing.s = "bench";
  signing.t = kNow;
  Corpus out;
  for (const std::string& octets : messages.messages) {
    const std::string text = without_signatures(with_crlf(octets));
    const auto message = Message::parse_view(text);
    if (!message || message->find(mime::FieldName::from) == nullptr) continue;
    const auto field = auth::sign_dkim(*message, key, signing);
    if (!field) continue;
    out.messages.push_back(*field + text);
    out.octets += out.messages.back().size();
  }
  return out;
}

// The key as its record's text each time, as it comes out of the DNS, or read once.
class OneKey final : public auth::KeyLookup {
 public:
  OneKey(std::string record, bool read_each_time) : record_(std::move(record)) {
    if (!read_each_time) read_ = auth::parse_key_record(record_);
  }
  auth::KeyAnswer find(std::string_view, std::string_view) override {
    auth::KeyAnswer answer;
    answer.status = auth::KeyAnswer::Status::found;
    answer.candidates.push_back({read_ ? *read_ : auth::parse_key_record(record_), 0});
    return answer;
  }

 private:
  std::string record_;
  std::optional<auth::KeyRecord> read_;
};

// TXT strings hold 255 octets.
std::string zone_of(const std::string& record) {
  std::string zone = "bench._domainkey.bench.example. TXT";
  for (std::size_t at = 0; at < record.size(); at += 200) {
    zone += " \"" + record.substr(at, 200) + '"';
  }
  return zone + '\n';
}

std::uint64_t count_good(const Message& message, auth::KeyLookup& keys) {
  std::uint64_t good = 0;
  for (const auto& check : auth::verify_dkim(message, keys, {.now = kNow})) {
    good += check.result == auth::DkimResult::pass ? 1 : 0;
  }
  return good;
}

std::uint64_t parse_and_verify(const Corpus& messages, auth::KeyLookup& keys,
                               const Limits& limits = {}) {
  std::uint64_t good = 0;
  for (const std::string& octets : messages.messages) {
    good += count_good(*Message::parse_view(octets, limits), keys);
  }
  return good;
}

// What is hashed of a message, canonical already, and its signature.
struct Hashed {
  std::string header, body, signature;
};

std::vector<Hashed> hashed_octets(const Corpus& messages) {
  std::vector<Hashed> out;
  for (const std::string& octets : messages.messages) {
    const auto message = Message::parse_view(octets);
    const auth::DkimSignature signature = auth::parse_dkim_signature(*message, 0);
    const auto slots = auth::select_fields(*message, signature.h, 0);
    Hashed& one = out.emplace_back();
    one.header = auth::canonical_header(*message, signature, slots, auth::LineEnds::crlf);
    auth::append_canonical_body(signature.body, auth::LineEnds::crlf,
                                message->octets(auth::body_of(*message)), one.body);
    one.signature = signature.b;
  }
  return out;
}

const unsigned char* bytes(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL alone: two digests and one verification, everything prepared that can be.
std::uint64_t floor_of(const std::vector<Hashed>& hashed, EVP_PKEY* key) {
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const digest = EVP_MD_CTX_new();
  EVP_PKEY_CTX* const verify = EVP_PKEY_CTX_new(key, nullptr);
  EVP_PKEY_verify_init(verify);
  EVP_PKEY_CTX_set_rsa_padding(verify, 1 /* PKCS #1 */);
  EVP_PKEY_CTX_set_signature_md(verify, sha256);
  unsigned char out[32];
  unsigned size = 0;
  std::uint64_t good = 0;
  for (const Hashed& one : hashed) {
    for (const std::string* text : {&one.body, &one.header}) {
      EVP_DigestInit_ex(digest, sha256, nullptr);
      EVP_DigestUpdate(digest, text->data(), text->size());
      EVP_DigestFinal_ex(digest, out, &size);
    }
    good += EVP_PKEY_verify(verify, bytes(one.signature), one.signature.size(), out, 32) == 1;
  }
  EVP_PKEY_CTX_free(verify);
  EVP_MD_CTX_free(digest);
  return good;
}

void write_out(const Corpus& messages, const std::string& record, const std::string& directory) {
  std::filesystem::create_directories(directory + "/signed");
  for (std::size_t i = 0; i < messages.messages.size(); ++i) {
    std::ofstream(fmt::format("{}/signed/{:05}.eml", directory, i), std::ios::binary)
        << messages.messages[i];
  }
  std::ofstream(directory + "/record.txt") << record << "\n";
}

void print(const Corpus& corpus, const std::vector<Measured>& rows) {
  const double count = static_cast<double>(corpus.messages.size());
  const double floor = rows.front().seconds;
  for (const Measured& row : rows) {
    fmt::print(
        "{:<34} {:>7} good {:>8.1f} us a signature {:>9.0f} a CPU second {:>6.2f} x floor {:>8.1f} "
        "allocations\n",
        row.name, row.outcome, row.seconds * 1e6 / count, count / row.seconds, row.seconds / floor,
        row.allocations_per_message);
  }
}

}  // namespace

int run(int argc, char** argv) {
  std::ifstream file(argv[2]);
  const std::string pem{std::istreambuf_iterator<char>(file), {}};
  const auto key = SigningKey::from_pem(pem, argv[2]);
  if (!key) {
    fmt::print(stderr, "auth_bench: {}\n", key.error().message);
    return 65;
  }
  const Corpus messages = signed_again(load_corpus(argv[1]), *key);
  const std::string record = key->record();
  if (argc > 4) write_out(messages, record, argv[4]);
  fmt::print("{} signed messages, {} octets\n", messages.messages.size(), messages.octets);

  const std::vector<Hashed> hashed = hashed_octets(messages);
  const std::string spki = key->public_key().p();
  const auto* at = bytes(spki);
  EVP_PKEY* const floor_key = d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size()));
  std::vector<Message> parsed;
  for (const std::string& octets : messages.messages) {
    parsed.push_back(std::move(*Message::parse_view(octets)));
  }
  OneKey text_key(record, true), read_key(record, false);
  auto zone = dns::ZoneResolver::parse(zone_of(record));
  if (!zone) {
    fmt::print(stderr, "auth_bench: {}\n", zone.error().message);
    return 65;
  }
  auth::DnsKeys dns_keys(*zone);
  std::vector<Contestant> contestants = {
      {"OpenSSL alone, the floor", [&](const Corpus&) { return floor_of(hashed, floor_key); }},
      {"letterlock, message parsed before",
       [&](const Corpus&) {
         std::uint64_t good = 0;
         for (const Message& message : parsed) good += count_good(message, read_key);
         return good;
       }},
      // What a signature needs of a message: its fields, and where its body begins.
      {"letterlock, parts of the body left unread",
       [&](const Corpus& all) { return parse_and_verify(all, read_key, {.entity_depth = 0}); }},
      {"letterlock, key read before",
       [&](const Corpus& all) { return parse_and_verify(all, read_key); }},
      {"letterlock, key asked of a zone",
       [&](const Corpus& all) { return parse_and_verify(all, dns_keys); }},
      {"letterlock, key's text read each time",
       [&](const Corpus& all) { return parse_and_verify(all, text_key); }}};
#ifdef LETTERLOCK_WITH_OPENDKIM
  contestants.push_back(
      {"libopendkim", [&](const Corpus& all) { return opendkim_verified(all, record); }});
#endif
  print(messages, measure(messages, contestants, argc > 3 ? std::atoi(argv[3]) : 5));
  EVP_PKEY_free(floor_key);
  return 0;
}

}  // namespace letterlock::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: auth_bench DIRECTORY|MBOX KEY.pem [ROUNDS] [OUTPUT-DIRECTORY]\n");
    return 64;
  }
  return letterlock::bench::run(argc, argv);
}

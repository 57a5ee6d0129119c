#include "demo/dkim.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/attributes.h"
#include "base/base64.h"
#include "base/sha256.h"
#include "demo/demo_keys.h"

namespace letterlock::demo {
namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

KeyPtr read_key(const char* pem) {
  BIO* bio = BIO_new_mem_buf(pem, -1);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  LL_ASSERT(key != nullptr);
  return {key, &EVP_PKEY_free};
}

std::string rsa_sha256(EVP_PKEY* key, std::string_view text) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::string signature(static_cast<std::size_t>(EVP_PKEY_size(key)), '\0');
  std::size_t size = signature.size();
  const bool ok =
      EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
  EVP_MD_CTX_free(context);
  LL_ASSERT(ok);
  signature.resize(size);
  return signature;
}

// RFC 6376 section 3.4.2; the values here never hold anything but well-formed folds.
std::string relaxed_field(std::string_view name, std::string_view value) {
  std::string out = lower_ascii(name) + ':';
  bool space = false;
  for (char c : trim(value)) {
    if (is_space(c)) {
      space = true;
    } else {
      if (space) out += ' ';
      out += c;
      space = false;
    }
  }
  return out;
}

// RFC 6376 section 3.4.4.
std::string relaxed_body(std::string_view body) {
  std::string out;
  out.reserve(body.size());
  while (!body.empty()) {
    const std::size_t end = std::min(body.find("\r\n"), body.size());
    bool space = false;
    for (char c : body.substr(0, end)) {
      if (is_wsp(c)) {
        space = true;
      } else {
        if (space) out += ' ';
        out += c;
        space = false;
      }
    }
    out += "\r\n";
    body.remove_prefix(std::min(end + 2, body.size()));
  }
  while (out.ends_with("\r\n\r\n")) out.resize(out.size() - 2);
  return out == "\r\n" ? "" : out;
}

std::string folded_base64(std::string_view octets) {
  std::string out;
  const std::string flat = base64_encode(octets);
  for (std::size_t at = 0; at < flat.size(); at += 66) {
    out += "\r\n         " + flat.substr(at, 66);
  }
  return out;
}

constexpr const char* kSigned[] = {"From",
                                   "To",
                                   "Cc",
                                   "Subject",
                                   "Date",
                                   "Message-ID",
                                   "In-Reply-To",
                                   "References",
                                   "MIME-Version",
                                   "Content-Type",
                                   "List-Unsubscribe"};

std::string day_of(UnixTime time) { return format_utc(time).substr(0, 10); }

}  // namespace

struct DkimSigner::State {
  std::vector<KeyPtr> keys;  // in the order of demo_keys()
};

DkimSigner::DkimSigner() : state_(std::make_unique<State>()) {
  for (const DemoKey& key : demo_keys()) state_->keys.push_back(read_key(key.pem));
}
DkimSigner::~DkimSigner() = default;
DkimSigner::DkimSigner(DkimSigner&&) noexcept = default;
DkimSigner& DkimSigner::operator=(DkimSigner&&) noexcept = default;

const DemoKey* DkimSigner::key_for(std::string_view domain, UnixTime time) const {
  const std::string day = day_of(time);
  for (const DemoKey& key : demo_keys()) {
    if (domain == key.domain && day >= key.first_day &&
        (*key.last_day == '\0' || day <= key.last_day)) {
      return &key;
    }
  }
  return nullptr;
}

std::string DkimSigner::sign(const DemoKey& key, const std::vector<Field>& header,
                             std::string_view body, UnixTime time) const {
  std::string names;
  std::string text;
  for (const char* name : kSigned) {
    const auto field = std::find_if(header.rbegin(), header.rend(), [&](const Field& f) {
      return equals_ignore_case(f.name, name);
    });
    // From is signed once more than it occurs, so that none can be added (section 8.15).
    const bool over_sign = std::string_view(name) == "From";
    if (field == header.rend() && !over_sign) continue;
    if (!names.empty()) names += ':';
    names += lower_ascii(name);
    if (over_sign) names += ":from";
    if (field != header.rend()) text += relaxed_field(field->name, field->value) + "\r\n";
  }
  std::string value = fmt::format(
      "v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s={};\r\n        t={}; h={};\r\n        "
      "bh={};\r\n"
      "        b=",
      key.domain, key.selector, time, names, base64_encode(sha256(relaxed_body(body)).view()));
  text += relaxed_field("DKIM-Signature", value);
  const auto index = static_cast<std::size_t>(&key - demo_keys().data());
  std::string signature = folded_base64(rsa_sha256(state_->keys[index].get(), text));
  return value + signature.substr(2 + 9);
}

std::string DkimSigner::record(const DemoKey& key) const {
  const auto index = static_cast<std::size_t>(&key - demo_keys().data());
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(state_->keys[index].get(), &der);
  LL_ASSERT(size > 0);
  const std::string octets(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return "v=DKIM1; k=rsa; p=" + base64_encode(octets);
}

}  // namespace letterlock::demo

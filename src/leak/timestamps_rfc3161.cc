#include "leak/timestamps_rfc3161.h"

#include <fmt/format.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "base/ascii.h"

namespace letterlock::leak {
namespace {

using What = TimestampFact::What;
using Result = TimestampReport::Result;

template <auto free_one>
struct Free {
  template <class T>
  void operator()(T* one) const {
    free_one(one);
  }
};
template <class T, auto free_one>
using Owned = std::unique_ptr<T, Free<free_one>>;

using Response = Owned<TS_RESP, TS_RESP_free>;
using Token = Owned<PKCS7, PKCS7_free>;
using Statement = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using Bio = Owned<BIO, BIO_free>;
using Store = Owned<X509_STORE, X509_STORE_free>;
using Certificate = Owned<X509, X509_free>;

// A token has one signer; more make no sense and cost a signature check each.
constexpr int kMostSigners = 4;
constexpr int kMostCertificates = 50;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string name_of(const X509_NAME* name) {
  const Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return text_of(bio);
}

std::string name_of(const GENERAL_NAME* name) {
  if (name->type == GEN_DIRNAME) return name_of(name->d.directoryName);
  const Bio bio(BIO_new(BIO_s_mem()));
  GENERAL_NAME_print(bio.get(), const_cast<GENERAL_NAME*>(name));
  return text_of(bio);
}

std::string hex_of(const ASN1_INTEGER* number) {
  std::string digits;
  for (int i = 0; i < number->length && i < 64; ++i) {
    digits += fmt::format("{:02x}", number->data[i]);
  }
  return digits;
}

std::string name_of(const ASN1_OBJECT* object) {
  char text[128];
  const int size = OBJ_obj2txt(text, sizeof text, object, 0);
  return size > 0 ? std::string(text) : std::string();
}

std::optional<UnixTime> time_of(const ASN1_GENERALIZEDTIME* time) {
  std::tm broken{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &broken) != 1) return std::nullopt;
  return days_from_civil(broken.tm_year + 1900, static_cast<unsigned>(broken.tm_mon + 1),
                         static_cast<unsigned>(broken.tm_mday)) *
             86400 +
         broken.tm_hour * 3600 + broken.tm_min * 60 + broken.tm_sec;
}

// What OpenSSL gives as the reason for its last error; the queue is empty afterwards.
std::string last_reason() {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "no reason given" : reason;
}

Token read_token(std::string_view proof) {
  const unsigned char* at = octets(proof);
  const auto size = static_cast<long>(proof.size());
  const Response response(d2i_TS_RESP(nullptr, &at, size));
  if (response && at == octets(proof) + size) {
    PKCS7* token = TS_RESP_get_token(response.get());
    ERR_clear_error();
    return Token(token == nullptr ? nullptr : PKCS7_dup(token));
  }
  at = octets(proof);
  Token token(d2i_PKCS7(nullptr, &at, size));
  ERR_clear_error();
  return at == octets(proof) + size ? std::move(token) : nullptr;
}

class TokenReader {
 public:
  TokenReader(Token token, const TimestampOptions& options, TimestampReport& report)
      : token_(std::move(token)), options_(options), report_(report) {}

  void check(std::string_view file) {
    if (PKCS7_type_is_signed(token_.get()) == 0 || token_->d.sign == nullptr) {
      return malformed("is not signed data (RFC 3161 section 2.4.2)");
    }
    statement_.reset(PKCS7_to_TS_TST_INFO(token_.get()));
    if (!statement_) return malformed("holds no statement of a time");
    describe();
    const bool fits = imprint(file);
    if (broken_) return;
    const bool good = signature();
    time(good);
    signing_certificate();
    chain();
    report_.result = !fits   ? Result::mismatch
                     : !good ? (cannot_verify_ ? Result::cannot_tell : Result::signature_invalid)
                             : Result::stamped;
    if (!fits) report_.why = "the file is not the one that was stamped";
  }

 private:
  void malformed(std::string_view why) {
    broken_ = true;
    report_.result = Result::malformed;
    report_.why = why;
    ERR_clear_error();
  }

  TimestampFact& add(What what, Check check, std::string says) {
    TimestampFact fact;
    fact.what = what;
    fact.check = check;
    fact.says = std::move(says);
    report_.facts.push_back(std::move(fact));
    return report_.facts.back();
  }

  void describe() {
    if (const ASN1_INTEGER* serial = TS_TST_INFO_get_serial(statement_.get())) {
      report_.serial = hex_of(serial);
    }
    if (const ASN1_OBJECT* policy = TS_TST_INFO_get_policy_id(statement_.get())) {
      report_.policy = name_of(policy);
    }
    if (const GENERAL_NAME* tsa = TS_TST_INFO_get_tsa(statement_.get())) {
      report_.authority = name_of(tsa);
    }
  }

  bool imprint(std::string_view file) {
    TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(statement_.get());
    X509_ALGOR* algorithm = imprint == nullptr ? nullptr : TS_MSG_IMPRINT_get_algo(imprint);
    if (algorithm == nullptr) return malformed("has no imprint of a file"), false;
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    report_.hash = name_of(object);
    const EVP_MD* hash = EVP_get_digestbyobj(object);
    const ASN1_OCTET_STRING* stamped = TS_MSG_IMPRINT_get_msg(imprint);
    const std::string_view wanted(reinterpret_cast<const char*>(ASN1_STRING_get0_data(stamped)),
                                  static_cast<std::size_t>(ASN1_STRING_length(stamped)));
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (hash == nullptr ||
        EVP_Digest(file.data(), file.size(), digest, &size, hash, nullptr) != 1) {
      cannot_verify_ = true;
      add(What::file_digest, Check::cannot_tell, "a hash that is not known: " + report_.hash);
      return true;
    }
    const bool fits = wanted == std::string_view(reinterpret_cast<const char*>(digest), size);
    add(What::file_digest, fits ? Check::pass : Check::fail,
        fmt::format("the token is for octets with {} {}", report_.hash, to_hex(wanted)));
    return fits;
  }

  // The signature over the statement, by the certificate that the token names.
  bool signature() {
    STACK_OF(PKCS7_SIGNER_INFO)* signers = PKCS7_get_signer_info(token_.get());
    const int count = signers == nullptr ? 0 : sk_PKCS7_SIGNER_INFO_num(signers);
    const STACK_OF(X509)* certificates = token_->d.sign->cert;
    if (count < 1 || count > kMostSigners ||
        (certificates != nullptr && sk_X509_num(certificates) > kMostCertificates)) {
      add(What::signature, Check::fail, "no signer, or far too many");
      return false;
    }
    STACK_OF(X509)* found = PKCS7_get0_signers(token_.get(), nullptr, 0);
    if (found == nullptr || sk_X509_num(found) < 1) {
      sk_X509_free(found);
      ERR_clear_error();
      cannot_verify_ = true;
      add(What::signature, Check::cannot_tell, "the signer's certificate is not in the token");
      return false;
    }
    signer_ = sk_X509_value(found, 0);
    sk_X509_free(found);
    if (report_.authority.empty()) report_.authority = name_of(X509_get_subject_name(signer_));
    const int good = PKCS7_verify(token_.get(), nullptr, nullptr, nullptr, nullptr, PKCS7_NOVERIFY);
    if (good == 1) {
      add(What::signature, Check::pass,
          fmt::format("signed with the key of {}", name_of(X509_get_subject_name(signer_))));
    } else {
      add(What::signature, Check::fail, last_reason());
      cannot_verify_ = false;
    }
    ERR_clear_error();
    return good == 1;
  }

  void time(bool good) {
    const auto time = time_of(TS_TST_INFO_get_time(statement_.get()));
    TimestampFact& fact = add(What::time,
                              !time  ? Check::fail
                              : good ? Check::pass
                                     : Check::cannot_tell,
                              time ? fmt::format("the authority states {}", format_utc(*time))
                                   : std::string("the time is none"));
    fact.time = time;
    time_ = time;
  }

  // RFC 3161 section 2.3: a certificate for time stamps alone, valid at that time; RFC 5816: named
  // within what is signed.
  void signing_certificate() {
    if (signer_ == nullptr) return;
    const bool purpose = X509_check_purpose(signer_, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1;
    bool in_time = false;
    if (time_) {
      std::time_t at = *time_;
      in_time = X509_cmp_time(X509_get0_notBefore(signer_), &at) < 0 &&
                X509_cmp_time(X509_get0_notAfter(signer_), &at) > 0;
    }
    ERR_clear_error();
    add(What::signing_certificate, purpose && in_time ? Check::pass : Check::fail,
        !purpose  ? "the certificate is not one for time stamps alone"
        : in_time ? "a certificate for time stamps, valid at the time stated"
                  : "the certificate was not valid at the time stated");
  }

  // With the roots named, OpenSSL checks the chain at the time stated, and RFC 5816's attribute.
  void chain() {
    if (options_.roots.empty()) {
      add(What::chain, Check::cannot_tell, "no roots were named");
      return;
    }
    const Store store(X509_STORE_new());
    const Bio bio(BIO_new_mem_buf(options_.roots.data(), static_cast<int>(options_.roots.size())));
    int roots = 0;
    while (roots < 10'000) {
      const Certificate root(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
      if (!root) break;
      roots += X509_STORE_add_cert(store.get(), root.get());
    }
    ERR_clear_error();
    if (roots == 0) {
      add(What::chain, Check::cannot_tell, "what was named as roots holds no certificate in PEM");
      return;
    }
    X509_VERIFY_PARAM* parameters = X509_STORE_get0_param(store.get());
    if (time_) X509_VERIFY_PARAM_set_time(parameters, static_cast<std::time_t>(*time_));
    const bool good =
        TS_RESP_verify_signature(token_.get(), token_->d.sign->cert, store.get(), nullptr) == 1;
    add(What::chain, good ? Check::pass : Check::fail,
        good ? std::string("leads to a root that was named") : last_reason());
    ERR_clear_error();
  }

  Token token_;
  Statement statement_;
  const TimestampOptions& options_;
  TimestampReport& report_;
  X509* signer_ = nullptr;  // the token's
  std::optional<UnixTime> time_;
  bool cannot_verify_ = false;
  bool broken_ = false;
};

}  // namespace

TimestampReport check_rfc3161(std::string_view file, std::string_view proof,
                              const TimestampOptions& options) {
  TimestampReport report;
  report.kind = TimestampReport::Kind::rfc3161;
  Token token = read_token(proof);
  if (!token) {
    report.why = "neither a time-stamp response with a token nor a token (RFC 3161)";
    return report;
  }
  TokenReader(std::move(token), options, report).check(file);
  return report;
}

}  // namespace letterlock::leak

#include "leak/timestamps.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/sha256.h"
#include "leak/test_timestamps.h"

namespace letterlock::leak {
namespace test {
namespace {

X509* make_certificate(EVP_PKEY* key, const char* name, X509* issuer, EVP_PKEY* issuer_key,
                       const char* extension, const char* value) {
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), issuer == nullptr ? 1 : 2);
  ASN1_TIME_set(X509_getm_notBefore(made), 1400000000);
  ASN1_TIME_set(X509_getm_notAfter(made), 1600000000);
  X509_set_pubkey(made, key);
  X509_NAME* subject = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(made, issuer == nullptr ? subject : X509_get_subject_name(issuer));
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer == nullptr ? made : issuer, made, nullptr, nullptr, 0);
  X509_EXTENSION* added = X509V3_EXT_conf(nullptr, &context, extension, value);
  X509_add_ext(made, added, -1);
  X509_EXTENSION_free(added);
  X509_sign(made, issuer == nullptr ? key : issuer_key, EVP_sha256());
  return made;
}

ASN1_INTEGER* serial_number(TS_RESP_CTX*, void*) {
  ASN1_INTEGER* serial = ASN1_INTEGER_new();
  ASN1_INTEGER_set(serial, 4711);
  return serial;
}
int stated_time(TS_RESP_CTX*, void* plan, long* seconds, long* microseconds) {
  *seconds = static_cast<const TokenPlan*>(plan)->time;
  *microseconds = 0;
  return 1;
}

BIO* make_request(std::string_view file, bool certificate_inside) {
  TS_REQ* request = TS_REQ_new();
  TS_REQ_set_version(request, 1);
  TS_MSG_IMPRINT* imprint = TS_MSG_IMPRINT_new();
  X509_ALGOR* algorithm = X509_ALGOR_new();
  X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  TS_MSG_IMPRINT_set_algo(imprint, algorithm);
  const Sha256 hash = sha256(file);
  TS_MSG_IMPRINT_set_msg(imprint, const_cast<unsigned char*>(hash.octets.data()), 32);
  TS_REQ_set_msg_imprint(request, imprint);
  TS_REQ_set_cert_req(request, certificate_inside ? 1 : 0);
  BIO* bio = BIO_new(BIO_s_mem());
  i2d_TS_REQ_bio(bio, request);
  TS_MSG_IMPRINT_free(imprint);
  X509_ALGOR_free(algorithm);
  TS_REQ_free(request);
  return bio;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

}  // namespace

std::string make_response(std::string_view file, const TokenPlan& plan, std::string& root) {
  // Made once for all tests: making RSA keys is slow.
  static EVP_PKEY* const roots[] = {EVP_RSA_gen(2048), EVP_RSA_gen(2048)};
  static EVP_PKEY* const key = EVP_RSA_gen(2048);
  EVP_PKEY* const root_key = roots[plan.other_root ? 1 : 0];
  X509* root_certificate = make_certificate(root_key, "Harbor Root", nullptr, nullptr,
                                            "basicConstraints", "critical,CA:TRUE");
  X509* certificate = make_certificate(key, "Harbor Time Stamps", root_certificate, root_key,
                                       "extendedKeyUsage", "critical,timeStamping");
  TS_RESP_CTX* context = TS_RESP_CTX_new();
  TS_RESP_CTX_set_signer_cert(context, certificate);
  TS_RESP_CTX_set_signer_key(context, key);
  TS_RESP_CTX_set_signer_digest(context, EVP_sha256());
  TS_RESP_CTX_add_md(context, EVP_sha256());
  ASN1_OBJECT* policy = OBJ_txt2obj("1.3.6.1.4.1.4711.1", 1);
  TS_RESP_CTX_set_def_policy(context, policy);
  TS_RESP_CTX_set_serial_cb(context, serial_number, nullptr);
  TS_RESP_CTX_set_time_cb(context, stated_time, const_cast<TokenPlan*>(&plan));
  BIO* request = make_request(file, plan.certificate_inside);
  TS_RESP* response = TS_RESP_create_response(context, request);
  BIO* out = BIO_new(BIO_s_mem());
  i2d_TS_RESP_bio(out, response);
  BIO* pem = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(pem, root_certificate);
  root = text_of(pem);
  BIO_free(request);
  TS_RESP_free(response);
  TS_RESP_CTX_free(context);
  ASN1_OBJECT_free(policy);
  X509_free(certificate);
  X509_free(root_certificate);
  return text_of(out);
}

std::string token_of(std::string_view response) {
  const auto* at = reinterpret_cast<const unsigned char*>(response.data());
  TS_RESP* parsed = d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size()));
  BIO* bio = BIO_new(BIO_s_mem());
  i2d_PKCS7_bio(bio, TS_RESP_get_token(parsed));
  TS_RESP_free(parsed);
  return text_of(bio);
}

std::string make_ots(std::string_view file, std::string_view path) {
  std::string proof("\0OpenTimestamps\0\0Proof\0\xBF\x89\xE2\xE8\x84\xE8\x92\x94\x01\x08", 33);
  proof += sha256(file).view();
  proof += path;
  return proof;
}
namespace {
std::string with_length(std::string_view text) {
  return static_cast<char>(text.size()) + std::string(text);
}
}  // namespace
std::string ots_bitcoin(std::string_view height) {
  return std::string("\0\x05\x88\x96\x0D\x73\xD7\x19\x01", 9) + with_length(height);
}
std::string ots_pending(std::string_view uri) {
  return std::string("\0\x83\xDF\xE3\x0D\x2E\xF9\x0C\x8E", 9) + with_length(with_length(uri));
}

}  // namespace test

namespace {

using What = TimestampFact::What;
using Result = TimestampReport::Result;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> facts(const TimestampReport& report) {
  std::vector<std::string> all;
  for (const TimestampFact& fact : report.facts) {
    all.push_back(fmt::format("{} {}", to_string(fact.what), to_string(fact.check)));
  }
  return all;
}

constexpr std::string_view kFile = "From: ada@harbor-trust.example\r\n\r\nHello\r\n";

// 429347 in base 128, least significant first.
const std::string kHeight = "\xA3\x9A\x1A";

// ---- OpenTimestamps --------------------------------------------------------------------------

TEST(OpenTimestampsTest, TheWayToTheMerkleRootIsRecomputed) {
  // append "ab", SHA-256, prepend "c", SHA-256.
  const std::string proof = test::make_ots(kFile,
                                           "\xF0\x02"
                                           "ab\x08\xF1\x01"
                                           "c\x08" +
                                               test::ots_bitcoin(kHeight));
  const TimestampReport report = check_timestamps(kFile, proof);
  EXPECT_EQ(report.result, Result::commits_to_block) << report.why;
  ASSERT_THAT(facts(report), ElementsAre("file_digest pass", "commits_to_block cannot_tell"));
  EXPECT_EQ(report.facts[1].block_height, 429347U);
  const std::string first(sha256(std::string(sha256(kFile).view()) + "ab").view());
  std::string root(sha256("c" + first).view());
  std::reverse(root.begin(), root.end());
  EXPECT_EQ(report.facts[1].merkle_root, to_hex(root));
}

TEST(OpenTimestampsTest, BranchesAreWalkedEach) {
  const std::string proof =
      test::make_ots(kFile,
                     "\xF0\x01"
                     "x\x08\xFF" +
                         test::ots_pending("https://calendar.example/a") +
                         "\xFF\xF1\x01"
                         "y\x08" +
                         test::ots_bitcoin(kHeight) + "\x67" + test::ots_bitcoin("\x05"));
  const TimestampReport report = check_timestamps(kFile, proof);
  EXPECT_EQ(report.result, Result::commits_to_block) << report.why;
  ASSERT_THAT(facts(report),
              ElementsAre("file_digest pass", "pending cannot_tell", "commits_to_block cannot_tell",
                          "commits_to_block cannot_tell"));
  EXPECT_EQ(report.facts[1].calendar, "https://calendar.example/a");
  EXPECT_NE(report.facts[2].merkle_root, "");
  EXPECT_EQ(report.facts[3].merkle_root, "") << "behind Keccak, which is not computed here";
}

TEST(OpenTimestampsTest, PendingIsNoTime) {
  const TimestampReport report =
      check_timestamps(kFile, test::make_ots(kFile, test::ots_pending("https://calendar.example")));
  EXPECT_EQ(report.result, Result::pending);
}

TEST(OpenTimestampsTest, AnotherFileIsAMismatch) {
  const TimestampReport report =
      check_timestamps(std::string(kFile) + " ", test::make_ots(kFile, test::ots_bitcoin(kHeight)));
  EXPECT_EQ(report.result, Result::mismatch);
  EXPECT_EQ(facts(report)[0], "file_digest fail");
}

// A block's header that the user names: mined here with the lowest difficulty there is.
TEST(OpenTimestampsTest, AHeaderThatIsGivenIsCompared) {
  std::string header(80, '\0');
  header.replace(36, 32, sha256(kFile).view());
  header.replace(68, 4, std::string("\x80\x9F\xD4\x57", 4));  // 2016-09-11T00:00:16Z
  header.replace(72, 4, std::string("\xFF\xFF\x7F\x20", 4));
  const auto reaches = [&] {
    const Sha256 hash = sha256(sha256(header).view());
    return hash.octets[31] < 0x7F;
  };
  while (!reaches()) ++header[76];
  const std::string proof = test::make_ots(kFile, test::ots_bitcoin(kHeight));
  TimestampOptions options;
  auto headers = parse_block_headers("# mine\n429347 " + to_hex(header) + "\n");
  ASSERT_TRUE(headers);
  options.headers = *headers;
  TimestampReport report = check_timestamps(kFile, proof, options);
  EXPECT_EQ(report.result, Result::in_block);
  EXPECT_EQ(report.facts.back().time, 1473552256);

  options.headers[429347].octets[40] ^= 1;
  while (sha256(sha256(options.headers[429347].octets).view()).octets[31] >= 0x7F) {
    ++options.headers[429347].octets[77];
  }
  report = check_timestamps(kFile, proof, options);
  EXPECT_EQ(report.result, Result::not_in_block);
  EXPECT_THAT(report.facts.back().says, HasSubstr("has the Merkle root"));

  options.headers[429347].octets = header;
  options.headers[429347].octets.replace(72, 4, std::string("\xFF\xFF\x00\x1D", 4));
  report = check_timestamps(kFile, proof, options);
  EXPECT_EQ(report.result, Result::not_in_block);
  EXPECT_THAT(report.facts.back().says, HasSubstr("does not reach its target"));
}

TEST(OpenTimestampsTest, HeadersThatAreNoneAreNamedByLine) {
  EXPECT_THAT(parse_block_headers("\n12 abc\n").error().message, HasSubstr("line 2"));
  EXPECT_FALSE(parse_block_headers(std::string(160, '0')));
}

TEST(OpenTimestampsTest, EveryCutIsMalformedOrTellsLess) {
  const std::string proof =
      test::make_ots(kFile, "\xFF" + test::ots_pending("https://calendar.example/") +
                                "\xF0\x02"
                                "ab\x08" +
                                test::ots_bitcoin(kHeight));
  ASSERT_EQ(check_timestamps(kFile, proof).result, Result::commits_to_block);
  for (std::size_t size = 0; size < proof.size(); ++size) {
    EXPECT_EQ(check_timestamps(kFile, proof.substr(0, size)).result, Result::malformed) << size;
  }
  EXPECT_EQ(check_timestamps(kFile, proof + "x").result, Result::malformed);
}

TEST(OpenTimestampsTest, WorkIsBounded) {
  std::string nested;
  for (int i = 0; i < 300; ++i) nested += "\xFF\x08";
  EXPECT_THAT(check_timestamps(kFile, test::make_ots(kFile, nested)).why, HasSubstr("256"));
  EXPECT_THAT(check_timestamps(kFile, test::make_ots(kFile, std::string(30'000, '\x08'))).why,
              HasSubstr("20,000"));
  EXPECT_THAT(check_timestamps(kFile, test::make_ots(kFile, std::string(20, '\xF3'))).why,
              HasSubstr("too long"));
  EXPECT_EQ(check_timestamps(kFile, std::string(2U << 20, '0')).why, "over 1 MiB");
}

// ---- RFC 3161 ------------------------------------------------------------------------------

TEST(Rfc3161Test, AResponseAndItsTokenSayTheSame) {
  std::string root;
  const std::string response = test::make_response(kFile, {}, root);
  for (const std::string& proof : {response, test::token_of(response)}) {
    const TimestampReport report = check_timestamps(kFile, proof);
    EXPECT_EQ(report.result, Result::stamped) << report.why;
    EXPECT_THAT(facts(report), ElementsAre("file_digest pass", "signature pass", "time pass",
                                           "signing_certificate pass", "chain cannot_tell"));
    EXPECT_EQ(report.facts[2].time, 1473600000);
    EXPECT_EQ(report.serial, "1267");
    EXPECT_EQ(report.policy, "1.3.6.1.4.1.4711.1");
    EXPECT_EQ(report.authority, "CN=Harbor Time Stamps");
    EXPECT_EQ(report.hash, "sha256");
  }
}

TEST(Rfc3161Test, AChainIsCheckedAgainstRootsThatAreNamed) {
  std::string root;
  std::string other;
  const std::string response = test::make_response(kFile, {}, root);
  test::make_response(kFile, {.other_root = true}, other);
  EXPECT_EQ(facts(check_timestamps(kFile, response, {{}, root})).back(), "chain pass");
  EXPECT_EQ(facts(check_timestamps(kFile, response, {{}, other})).back(), "chain fail");
  EXPECT_EQ(facts(check_timestamps(kFile, response, {{}, "no PEM"})).back(), "chain cannot_tell");
}

TEST(Rfc3161Test, AnotherFileIsAMismatch) {
  std::string root;
  const std::string response = test::make_response(kFile, {}, root);
  const TimestampReport report = check_timestamps("another", response, {{}, root});
  EXPECT_EQ(report.result, Result::mismatch);
  EXPECT_EQ(facts(report)[0], "file_digest fail");
}

TEST(Rfc3161Test, WithoutACertificateTheSignatureCannotBeTold) {
  std::string root;
  const std::string response = test::make_response(kFile, {.certificate_inside = false}, root);
  const TimestampReport report = check_timestamps(kFile, response, {{}, root});
  EXPECT_EQ(report.result, Result::cannot_tell);
  EXPECT_EQ(facts(report)[1], "signature cannot_tell");
}

TEST(Rfc3161Test, ATimeOutsideOfTheCertificatesLifeFails) {
  std::string root;
  const std::string response = test::make_response(kFile, {.time = 1700000000}, root);
  const TimestampReport report = check_timestamps(kFile, response, {{}, root});
  EXPECT_THAT(facts(report), ElementsAre("file_digest pass", "signature pass", "time pass",
                                         "signing_certificate fail", "chain fail"));
}

// No single flipped bit passes for what was signed.
TEST(Rfc3161Test, EveryAlteredOctetIsSeen) {
  std::string root;
  const std::string token = test::token_of(test::make_response(kFile, {}, root));
  const TimestampReport good = check_timestamps(kFile, token, {{}, root});
  ASSERT_EQ(facts(good).back(), "chain pass");
  for (std::size_t i = 0; i < token.size(); i += 7) {
    std::string altered = token;
    altered[i] = static_cast<char>(altered[i] ^ 0x04);
    const TimestampReport report = check_timestamps(kFile, altered, {{}, root});
    const bool told = report.result != Result::stamped || facts(report) != facts(good);
    const bool same = report.serial == good.serial && report.facts.size() > 2 &&
                      report.facts[2].time == good.facts[2].time;
    EXPECT_TRUE(told || same) << i;
  }
}

}  // namespace
}  // namespace letterlock::leak

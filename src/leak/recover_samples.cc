#include "leak/recover_samples.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "auth/canonical.h"
#include "auth/dkim.h"
#include "base/ascii.h"
#include "leak/modulus.h"
#include "mime/date.h"

namespace letterlock::leak {

namespace {

using auth::DkimSignature;
using auth::SignatureProblem;
using mime::FieldName;

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestMessageName = 1024;

// What is wrong with a signature for delivery may leave its mathematics whole.
bool usable(SignatureProblem problem) {
  switch (problem) {
    case SignatureProblem::none:
    case SignatureProblem::from_not_signed:
    case SignatureProblem::identity_outside_domain:
    case SignatureProblem::expires_before_signing:
    case SignatureProblem::unknown_query_method:
      return true;
    default:
      return false;
  }
}

bool is_rsa(const DkimSignature& signature) {
  return signature.algorithm == auth::SignatureAlgorithm::rsa_sha256 ||
         signature.algorithm == auth::SignatureAlgorithm::rsa_sha1;
}

// The body hashes of one message, each computed once.
class BodyHashes {
 public:
  BodyHashes(const mime::Message& message, auth::LineEnds ends)
      : body_(message.octets(auth::body_of(message))), ends_(ends) {}

  bool intact(const DkimSignature& signature) {
    const auto key = std::tuple(signature.body, auth::hash_of(signature.algorithm), signature.l);
    auto at = known_.find(key);
    if (at == known_.end()) {
      const auto hash =
          auth::hash_body(signature.body, ends_, std::get<1>(key), body_, signature.l);
      at = known_.emplace(key, hash.digest).first;
    }
    return at->second && at->second->view() == signature.bh;
  }

 private:
  std::string_view body_;
  auth::LineEnds ends_;
  std::map<std::tuple<auth::Canonicalization, auth::HashAlgorithm, std::optional<std::uint64_t>>,
           std::optional<auth::Digest>>
      known_;
};

std::uint32_t risk_of(const mime::Message& message) {
  std::uint64_t risk = 0;
  bool encoded = false, addressed = false;
  for (const mime::HeaderField& field : message.header()) {
    const std::string_view body = message.octets(field.body);
    switch (field.id) {
      case FieldName::to:
      case FieldName::cc:
        addressed |= field.id == FieldName::to && !trim(body).empty();
        risk += static_cast<std::uint64_t>(std::count(body.begin(), body.end(), ','));
        [[fallthrough]];
      case FieldName::from:
      case FieldName::subject:
      case FieldName::sender:
      case FieldName::reply_to:
        encoded |= body.find("=?") != std::string_view::npos;
        break;
      case FieldName::received:
        risk += 2;
        break;
      default:
        break;
    }
  }
  risk += (encoded ? 20 : 0) + (addressed ? 0 : 30);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(risk, 1u << 20));
}

// What list fields a signature names.
struct ListSlots {
  bool present = false, absent = false;
};

// Makes the list fields among `slots` absent.
ListSlots drop_list_fields(const DkimSignature& signature,
                           std::vector<std::optional<std::uint32_t>>& slots) {
  ListSlots found;
  for (std::size_t i = 0; i < slots.size() && i < signature.h.size(); ++i) {
    if (!is_list_field(signature.h[i])) continue;
    (slots[i] ? found.present : found.absent) = true;
    slots[i].reset();
  }
  return found;
}

void take_digests(const mime::Message& message, const DkimSignature& signature, auth::LineEnds ends,
                  SignatureSample& sample) {
  const auth::HashAlgorithm hash = auth::hash_of(signature.algorithm);
  auto slots = auth::select_fields(message, signature.h);
  sample.digest = auth::hash_octets(hash, auth::canonical_header(message, signature, slots, ends));
  const ListSlots list = drop_list_fields(signature, slots);
  sample.always_names_list_fields = list.absent;
  sample.digest_without_list =
      list.present
          ? auth::hash_octets(hash, auth::canonical_header(message, signature, slots, ends))
          : sample.digest;
}

// Earlier, and those without a time before all.
bool earlier(const SignatureSample& one, const SignatureSample& other) {
  return std::tie(one.time, one.digest, one.signature, one.message) <
         std::tie(other.time, other.digest, other.signature, other.message);
}

}  // namespace

auth::Digest digest_without_list_fields(const mime::Message& message,
                                        const DkimSignature& signature, auth::LineEnds ends) {
  auto slots = auth::select_fields(message, signature.h);
  drop_list_fields(signature, slots);
  return auth::hash_octets(auth::hash_of(signature.algorithm),
                           auth::canonical_header(message, signature, slots, ends));
}

bool is_list_field(std::string_view name) {
  return starts_with_ignore_case(name, "List-") || starts_with_ignore_case(name, "Resent-") ||
         equals_ignore_case(name, "Sender") || equals_ignore_case(name, "Precedence") ||
         equals_ignore_case(name, "Errors-To");
}

void SampleCollector::add(const mime::Message& message, std::string_view name) {
  ++counts_.messages;
  const auth::LineEnds ends = auth::line_ends_of(message.octets());
  std::optional<BodyHashes> bodies;
  std::optional<UnixTime> date;
  std::uint32_t risk = 0, seen = 0;
  const auto header = message.header();
  for (std::uint32_t field = 0; field < header.size(); ++field) {
    if (header[field].id != FieldName::dkim_signature) continue;
    if (++seen > limits_.signatures_of_message) break;
    ++counts_.signatures;
    const DkimSignature signature = auth::parse_dkim_signature(message, field);
    if (!is_rsa(signature)) {
      ++counts_.not_rsa;
      continue;
    }
    if (!usable(signature.problem)) {
      ++counts_.unusable;
      continue;
    }
    if (!bodies) {
      bodies.emplace(message, ends);
      risk = risk_of(message);
      if (const auto written = mime::date_of(message)) date = written->utc;
    }
    if (!bodies->intact(signature)) {
      ++counts_.body_altered;
      continue;
    }
    SignatureSample sample;
    sample.signature = signature.b;
    sample.time = signature.t ? signature.t : date;
    sample.risk = risk;
    sample.message = name.substr(0, kLongestMessageName);
    take_digests(message, signature, ends, sample);
    add({signature.d, signature.s, signature.b.size()}, std::move(sample));
  }
}

void SampleCollector::add(GroupName name, SignatureSample sample) {
  name.octets = sample.signature.size();
  if (name.octets < kMinSignatureOctets || name.octets > kMaxSignatureOctets ||
      name.domain.empty() || name.domain.size() > kLongestName || name.selector.empty() ||
      name.selector.size() > kLongestName) {
    ++counts_.unusable;
    return;
  }
  name.domain = lower_ascii(name.domain);
  name.selector = lower_ascii(name.selector);
  auto at = groups_.find(name);
  if (at == groups_.end()) {
    if (groups_.size() >= limits_.groups || kept_ >= limits_.samples) {
      ++counts_.over_limit;
      return;
    }
    at = groups_.emplace(name, Group{}).first;
    at->second.found.name = std::move(name);
  }
  Group& group = at->second;
  SampleGroup& found = group.found;
  ++found.signatures;
  if (sample.time) {
    found.first = std::min(found.first.value_or(*sample.time), *sample.time);
    found.last = std::max(found.last.value_or(*sample.time), *sample.time);
  }
  for (SignatureSample& kept : found.samples) {
    if (kept.digest != sample.digest || kept.signature != sample.signature) continue;
    // A copy of the same message: the name that sorts first stands for all.
    if (sample.message < kept.message) kept = std::move(sample);
    return;
  }
  found.samples.push_back(std::move(sample));
  ++kept_;
  if (found.samples.size() > limits_.group_full) thin(group);
  if (kept_ <= limits_.samples) return;
  ++group.level;
  thin(group);
  if (kept_ <= limits_.samples) return;
  found.samples.pop_back();
  --kept_;
  ++counts_.over_limit;
}

void SampleCollector::thin(Group& group) {
  std::vector<SignatureSample>& samples = group.found.samples;
  kept_ -= samples.size();
  group.level = std::max(group.level, 1u);
  for (;; ++group.level) {
    const unsigned shift = std::min(16 + group.level, 63u);
    const auto stretch = [&](const SignatureSample& s) { return s.time.value_or(0) >> shift; };
    std::sort(samples.begin(), samples.end(), [&](const auto& one, const auto& other) {
      return std::tuple(stretch(one), one.risk, one.digest.view(), one.signature) <
             std::tuple(stretch(other), other.risk, other.digest.view(), other.signature);
    });
    std::size_t in_stretch = 0;
    UnixTime current = std::numeric_limits<UnixTime>::min();
    std::erase_if(samples, [&](const SignatureSample& sample) {
      if (const UnixTime own = stretch(sample); own != current) {
        current = own;
        in_stretch = 0;
      }
      return ++in_stretch > limits_.stretch;
    });
    if (samples.size() <= limits_.group_thinned || shift == 63) break;
  }
  kept_ += samples.size();
}

std::vector<SampleGroup> SampleCollector::take() {
  std::vector<SampleGroup> taken;
  taken.reserve(groups_.size());
  for (auto& [name, group] : groups_) {
    if (group.level > 0) thin(group);
    std::sort(group.found.samples.begin(), group.found.samples.end(), earlier);
    taken.push_back(std::move(group.found));
  }
  groups_.clear();
  kept_ = 0;
  return taken;
}

}  // namespace letterlock::leak

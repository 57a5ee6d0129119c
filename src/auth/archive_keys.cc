// A key archive as a verifier asks it.
#include <algorithm>

#include "auth/key_archive.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

std::size_t signature_size(const ArchivedKey& key) {
  return key.type == KeyType::ed25519 ? 64 : (key.bits + 7) / 8;
}

}  // namespace

// Among several texts of one key, that of the weightiest channel counts: its flags were published.
KeyCandidate ArchiveKeys::candidate(std::uint32_t key) {
  const std::lock_guard lock(mutex_);
  auto found = parsed_.find(key);
  if (found == parsed_.end()) {
    const ArchivedKey& archived = archive_.keys()[key];
    const std::vector<KeyWindow> seen = windows(archived);
    const std::string& text =
        seen.empty() ? archived.records.front().text : seen.front().record->text;
    found = parsed_.emplace(key, parse_key_record(text)).first;
  }
  return {found->second, first_origin_ + key};
}

KeyAnswer ArchiveKeys::find(std::string_view domain, std::string_view selector) {
  KeyAnswer answer;
  for (const std::uint32_t key : archive_.named(domain, selector)) {
    answer.candidates.push_back(candidate(key));
  }
  std::stable_partition(answer.candidates.begin(), answer.candidates.end(),
                        [](const KeyCandidate& one) { return one.record.key != nullptr; });
  if (!answer.candidates.empty()) answer.status = KeyAnswer::Status::found;
  return answer;
}

const std::vector<std::uint32_t>& ArchiveKeys::shared_keys() {
  const std::lock_guard lock(mutex_);
  if (shared_) return *shared_;
  std::vector<std::uint32_t> keys;
  for (std::uint32_t i = 0; i < archive_.keys().size(); ++i) {
    const auto& fingerprint = archive_.keys()[i].fingerprint;
    if (!fingerprint) continue;
    const auto names = archive_.with_fingerprint(*fingerprint);
    if (names.size() > 1 && names.front() == i) keys.push_back(i);
  }
  std::stable_sort(keys.begin(), keys.end(), [this](std::uint32_t a, std::uint32_t b) {
    return archive_.with_fingerprint(*archive_.keys()[a].fingerprint).size() >
           archive_.with_fingerprint(*archive_.keys()[b].fingerprint).size();
  });
  shared_ = std::move(keys);
  return *shared_;
}

KeyAnswer ArchiveKeys::find_shared(std::string_view domain, std::string_view selector,
                                   std::size_t signature_octets, std::size_t most) {
  std::vector<std::uint32_t> same_domain;
  std::vector<std::uint32_t> others;
  for (const std::uint32_t key : shared_keys()) {
    if (signature_size(archive_.keys()[key]) != signature_octets) continue;
    bool here = false;
    bool near = false;
    for (const std::uint32_t name : archive_.with_fingerprint(*archive_.keys()[key].fingerprint)) {
      const ArchivedKey& one = archive_.keys()[name];
      const bool domain_fits = equals_ignore_case(one.domain, domain);
      near |= domain_fits;
      here |= domain_fits && equals_ignore_case(one.selector, selector);
    }
    if (!here) (near ? same_domain : others).push_back(key);
  }
  same_domain.insert(same_domain.end(), others.begin(), others.end());
  if (same_domain.size() > most) same_domain.resize(most);
  KeyAnswer answer;
  for (const std::uint32_t key : same_domain) answer.candidates.push_back(candidate(key));
  if (!answer.candidates.empty()) answer.status = KeyAnswer::Status::found;
  return answer;
}

const ArchivedKey* ArchiveKeys::archived(std::uint32_t origin) const {
  if (origin < first_origin_ || origin - first_origin_ >= archive_.keys().size()) return nullptr;
  return &archive_.keys()[origin - first_origin_];
}

}  // namespace letterlock::auth

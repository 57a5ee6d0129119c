#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/sha256.h"
#include "leak/recover.h"

namespace letterlock::leak {

namespace {

std::string name_of(std::string_view domain, std::string_view selector) {
  return lower_ascii(selector) + "._domainkey." + lower_ascii(domain);
}

// How the note of a sighting begins that names signatures.
constexpr std::string_view kMarksBegin = "signatures";

std::vector<std::string> marks_of(const auth::KeySighting& sighting) {
  std::vector<std::string> marks;
  std::string_view note = sighting.note;
  if (sighting.channel != auth::KeyChannel::recovered || !note.starts_with(kMarksBegin))
    return marks;
  note.remove_prefix(kMarksBegin.size());
  while (note.size() >= 17 && note.front() == ' ') {
    marks.emplace_back(note.substr(1, 16));
    note.remove_prefix(17);
  }
  return marks;
}

}  // namespace

std::string_view to_string(KeyStanding standing) {
  switch (standing) {
    case KeyStanding::only_from_this_material:
      return "only_from_this_material";
    case KeyStanding::equals_archived_key:
      return "equals_archived_key";
    case KeyStanding::verifies_outside_material:
      return "verifies_outside_material";
  }
  return "";
}

std::string_view to_string(GroupOutcome outcome) {
  switch (outcome) {
    case GroupOutcome::recovered:
      return "recovered";
    case GroupOutcome::partly_recovered:
      return "partly_recovered";
    case GroupOutcome::known_key:
      return "known_key";
    case GroupOutcome::single_signature:
      return "single_signature";
    case GroupOutcome::same_message:
      return "same_message";
    case GroupOutcome::gcd_trivial:
      return "gcd_trivial";
    case GroupOutcome::over_memory_bound:
      return "over_memory_bound";
    case GroupOutcome::stopped:
      return "stopped";
  }
  return "";
}

KeyStanding judge_standing(const auth::PublicKey& key,
                           std::span<const std::shared_ptr<const auth::PublicKey>> archived,
                           std::span<const Sha256> outside) {
  if (std::any_of(archived.begin(), archived.end(), [&](const auto& other) {
        return other != nullptr && other->fingerprint() == key.fingerprint();
      })) {
    return KeyStanding::equals_archived_key;
  }
  if (std::find(outside.begin(), outside.end(), key.fingerprint()) != outside.end()) {
    return KeyStanding::verifies_outside_material;
  }
  return KeyStanding::only_from_this_material;
}

void judge_standings(Recovery& recovery,
                     std::span<const std::shared_ptr<const auth::PublicKey>> archived,
                     std::span<const Sha256> outside) {
  for (RecoveredKey& key : recovery.keys) {
    key.standing = judge_standing(*key.key, archived, outside);
  }
}

std::string signature_mark(std::string_view signature) {
  return sha256(signature).hex().substr(0, 16);
}

std::set<std::string> recovered_marks(const auth::KeyArchive& archive) {
  std::set<std::string> marks;
  for (const auth::ArchivedKey& key : archive.keys()) {
    for (const auth::KeyWindow& window : auth::windows(key)) {
      for (std::string& mark : marks_of(*window.sighting)) marks.insert(std::move(mark));
    }
  }
  return marks;
}

bool carries_mark(const auth::KeySighting& sighting, const std::set<std::string>& marks) {
  const std::vector<std::string> own = marks_of(sighting);
  return std::any_of(own.begin(), own.end(),
                     [&](const std::string& mark) { return marks.contains(mark); });
}

auth::KeyArchive archive_of(const Recovery& recovery, std::string_view material) {
  auth::KeyArchive archive;
  for (const RecoveredKey& key : recovery.keys) {
    const std::string record = "v=DKIM1; k=rsa; p=" + base64_encode(key.key->p());
    for (const KeyUse& use : key.names) {
      auth::KeySighting sighting;
      sighting.channel = auth::KeyChannel::recovered;
      sighting.source = material;
      if (use.first) sighting.first = auth::PartialDate::at(*use.first);
      if (use.last) sighting.last = auth::PartialDate::at(*use.last);
      const bool here = use.domain == key.domain && use.selector == key.selector;
      sighting.used = here ? key.found_in.size() : 0;
      sighting.tested = use.opened;
      sighting.valid = use.verified + use.verified_without_list;
      sighting.note = kMarksBegin;
      for (const std::string& mark : key.marks) sighting.note += " " + mark;
      // What it refuses (names DNS does not allow) came out of a signature and stays in `recovery`.
      archive.add(use.domain, use.selector, record, std::span(&sighting, 1));
    }
  }
  return archive;
}

RecoveredKeys::RecoveredKeys(const Recovery& recovery) : keys_(recovery.keys) {
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    auth::KeyRecord record;
    record.key = keys_[i].key;
    candidates_.push_back({std::move(record), i});
    for (const KeyUse& use : keys_[i].names) {
      by_name_[name_of(use.domain, use.selector)].push_back(i);
    }
  }
}

auth::KeyAnswer RecoveredKeys::find(std::string_view domain, std::string_view selector) {
  auth::KeyAnswer answer;
  if (candidates_.empty()) return answer;
  answer.status = auth::KeyAnswer::Status::found;
  answer.candidates.reserve(candidates_.size());
  std::vector<bool> taken(candidates_.size());
  if (const auto own = by_name_.find(name_of(domain, selector)); own != by_name_.end()) {
    for (const std::uint32_t index : own->second) {
      answer.candidates.push_back(candidates_[index]);
      taken[index] = true;
    }
  }
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!taken[i]) answer.candidates.push_back(candidates_[i]);
  }
  return answer;
}

}  // namespace letterlock::leak

#include "cli/verify_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "auth/dns_keys.h"
#include "base/printable.h"
#include "cli/key_archive_files.h"
#include "cli/recovery_file.h"
#include "cli/terminal.h"

namespace letterlock::cli {
namespace {

std::vector<leak::KnownKey> known_keys(const auth::KeyArchive& archive) {
  std::vector<leak::KnownKey> known;
  for (const auth::ArchivedKey& key : archive.keys()) {
    if (key.type != auth::KeyType::rsa || key.records.empty()) continue;
    auto record = auth::parse_key_record(key.records.front().text);
    if (record.key != nullptr) known.push_back({key.domain, key.selector, std::move(record.key)});
  }
  return known;
}

// The whole path of a target: however it was spelled, it names the same material.
std::string whole_path(const std::string& path) {
  std::error_code failed;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, failed);
  return failed ? path : whole.string();
}

// A key under one of the names it signs.
void add_recovered(const leak::RecoveredKey& found, const std::string& domain,
                   const std::string& selector, const std::string& material, leak::KeyRing& ring) {
  leak::KeyFacts facts;
  facts.source = "recovered";
  facts.circular = found.standing == leak::KeyStanding::only_from_this_material;
  auth::KeySighting sighting;
  sighting.channel = auth::KeyChannel::recovered;
  sighting.source = material;
  if (found.first) sighting.first = auth::PartialDate::at(*found.first);
  if (found.last) sighting.last = auth::PartialDate::at(*found.last);
  sighting.used = 2;
  facts.sightings.push_back(std::move(sighting));
  facts.says = fmt::format("Worked out of {} signatures; it fits {} others.",
                           std::max<std::size_t>(found.found_in.size(), 2), found.confirming);
  auth::KeyRecord record;
  record.key = found.key;
  ring.add(domain, selector, std::move(record), std::move(facts));
}

// A key of the archive that signs under a name it is not on record for.
void add_known_use(const leak::KnownUse& use, const std::vector<leak::KnownKey>& known,
                   GatheredKeys& keys) {
  const leak::KnownKey* recorded = nullptr;
  for (const leak::KnownKey& one : known) {
    if (one.key->fingerprint() != use.key->fingerprint()) continue;
    if (one.domain == use.domain && one.selector == use.selector) return;
    if (recorded == nullptr) recorded = &one;
  }
  if (recorded == nullptr) return;
  leak::KeyFacts facts;
  for (const std::uint32_t index : keys.archive.named(recorded->domain, recorded->selector)) {
    const auth::ArchivedKey& key = keys.archive.keys()[index];
    if (key.fingerprint == use.key->fingerprint()) facts = leak::facts_of(key, "");
  }
  facts.source = "archive";
  facts.recorded_as = recorded->domain + " " + recorded->selector;
  auth::KeyRecord record;
  record.key = use.key;
  keys.ring.add(use.domain, use.selector, std::move(record), std::move(facts));
}

}  // namespace

Expected<std::unique_ptr<GatheredKeys>> gather_keys(const Options& options,
                                                    const std::string& material) {
  auto keys = std::make_unique<GatheredKeys>();
  for (const std::string& path : options.archives) {
    auto loaded = load_key_archive(path);
    if (!loaded) return fail(std::move(loaded));
    for (const std::string& problem : loaded->problems) {
      print_err(fmt::format("letterlock: {}\n", printable(problem)));
    }
    // Going on without the keys that were named would call what they contradict undecided.
    if (!loaded->hint.empty()) return fail(ErrorCode::not_found, "{}", loaded->hint);
    keys->archive.merge(loaded->archive);
  }
  keys->ring.add(keys->archive, whole_path(material));
  if (options.dns != "off") {
    auto resolver = dns::make_resolver(options.dns);
    if (!resolver) return fail(std::move(resolver));
    keys->resolver = std::move(*resolver);
    keys->dns_keys = std::make_unique<auth::DnsKeys>(*keys->resolver);
    keys->ring.ask(keys->dns_keys.get());
  }
  return keys;
}

Expected<leak::Recovery> recover_into(GatheredKeys& keys, std::vector<leak::SampleGroup> samples,
                                      const Options& options, Progress& progress) {
  auto file = RecoveryFile::open(options.recovery_state);
  if (!file) return fail(std::move(file));
  leak::RecoverOptions recover_options;
  recover_options.threads =
      options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  recover_options.known = known_keys(keys.archive);
  recover_options.state = &file->state();
  recover_options.keep = [&](const leak::GcdRecord& record) { return file->keep(record); };
  auto found = leak::recover_keys(std::move(samples), recover_options, progress);
  if (!found) return fail(std::move(found));
  const std::string material = whole_path(options.target);
  std::vector<std::shared_ptr<const auth::PublicKey>> archived;
  for (const auth::ArchivedKey& key : keys.archive.keys()) {
    // One that was once recovered from this very material is no outside witness.
    if (key.records.empty() || leak::facts_of(key, material).circular) continue;
    archived.push_back(auth::parse_key_record(key.records.front().text).key);
  }
  leak::judge_standings(*found, archived);
  for (const leak::RecoveredKey& key : found->keys) {
    for (const leak::KeyUse& use : key.names)
      add_recovered(key, use.domain, use.selector, material, keys.ring);
  }
  for (const leak::KnownUse& use : found->known_used)
    add_known_use(use, recover_options.known, keys);
  return found;
}

Expected<void> save_recovered(const leak::Recovery& found, const Options& options) {
  auto editor = KeyArchiveEditor::open(options.save_keys);
  if (!editor) return fail(std::move(editor));
  editor->archive().merge(leak::archive_of(found, whole_path(options.target)));
  return editor->save();
}

}  // namespace letterlock::cli

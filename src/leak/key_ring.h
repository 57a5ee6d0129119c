// Every key that a verification may use, with what is known of each: from DNS, from a key archive,
// recovered from the very signatures under test.
//
// Keys of one name are all candidates; the same key from several sources is one candidate per
// source, so that provenance is never blended. May be asked from several threads at once.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auth/key_archive.h"
#include "auth/key_lookup.h"

namespace letterlock::leak {

// What is known of one key under one name.
struct KeyFacts {
  // Who gave the key to this verification: "dns" (asked now), "archive", "recovered" (from the
  // material itself).
  std::string source;
  // Who saw it when; sources and channels stand beside each other, weightier channels first.
  std::vector<auth::KeySighting> sightings;
  std::vector<auth::KeyStatement> states;
  // Known from nothing but the signatures it verifies: shows one key holder, not which.
  bool circular = false;
  // "gmail.example 20230601": whose key it is on record as, where that is another name than the
  // signature's. Providers sign for many domains with one key.
  std::string recorded_as;
  // Where sources disagree about this key or its name: sentences, never settled.
  std::vector<std::string> conflicts;
  std::string says;  // for people: "recovered from 2 signatures; 11 others fit"
};

bool has_state(const KeyFacts& facts, auth::KeyState state);
// True where two names of material (paths, told whole) mean the same or one holds the other.
bool same_material(std::string_view a, std::string_view b);
// The facts of an archived key. Circular where it was recovered from `material` (the source that
// the archive names, by same_material()) and nobody else ever saw it; recovered from other mail, it
// is evidence.
KeyFacts facts_of(const auth::ArchivedKey& key, std::string_view material);

class KeyRing final : public auth::KeyLookup {
 public:
  void add(std::string_view domain, std::string_view selector, auth::KeyRecord record,
           KeyFacts facts);
  // Every key of the archive that can be used; it may go afterwards. `material`: as facts_of().
  void add(const auth::KeyArchive& archive, std::string_view material);
  // Keys that were recovered from signatures with these marks, and that nobody else ever saw, are
  // circular: the material at hand is, or holds, what they came from (leak/recover.h).
  void close_circles(const std::set<std::string>& marks);
  // Asked for every name besides, its answers kept. nullptr: nobody. Not owned.
  void ask(auth::KeyLookup* dns) { dns_ = dns; }

  auth::KeyAnswer find(std::string_view domain, std::string_view selector) override;
  // Keys on record under other names that may have signed under this one: those with the same
  // selector first, then those of many names; at most kMostOthers.
  static constexpr std::size_t kMostOthers = 64;
  auth::KeyAnswer find_elsewhere(std::string_view domain, std::string_view selector);
  // REQUIRES: `origin` comes from an answer of this ring.
  KeyFacts facts(std::uint32_t origin) const;
  std::size_t size() const;

 private:
  auth::KeyAnswer from_dns(const std::string& name, std::string_view domain,
                           std::string_view selector);
  std::vector<std::uint32_t> others(std::string_view domain, std::string_view selector);
  const std::vector<std::uint32_t>& of_many_names();
  std::uint32_t elsewhere_of(std::uint32_t origin);

  std::mutex asking_;         // one question at a time: a resolver is used from one thread
  mutable std::mutex mutex_;  // guards all below
  struct Entry {
    std::string domain, selector;
    auth::KeyRecord record;
    KeyFacts facts;
  };
  std::deque<Entry> entries_;  // origin: index
  std::map<std::string, std::vector<std::uint32_t>> by_name_;
  std::map<std::string, std::vector<std::uint32_t>> by_selector_;
  std::map<Sha256, std::vector<std::uint32_t>> by_key_;
  std::optional<std::vector<std::uint32_t>> of_many_names_;  // by_key_ with more names than one
  // An origin, and the one that says of it that it is on record under another name. As many as
  // there are keys, however many names are asked for.
  std::map<std::uint32_t, std::uint32_t> elsewhere_;
  std::map<std::string, auth::KeyAnswer> asked_;
  auth::KeyLookup* dns_ = nullptr;
};

}  // namespace letterlock::leak

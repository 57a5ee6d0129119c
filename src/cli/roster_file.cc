#include "cli/roster_file.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "casefile/custody.h"
#include "casefile/file_ops.h"

namespace letterlock::cli {
namespace {

constexpr const char* kKeptAs = "people.toml";
constexpr const char* kAct = "people";

// The hash that the latest Entry names; "" where no roster was ever kept.
Expected<std::string> recorded_hash(const std::filesystem::path& directory) {
  auto chain = casefile::read_custody(directory);
  if (!chain) return fail(std::move(chain));
  std::string hash;
  for (const casefile::CustodyEntry& entry : chain->entries) {
    if (entry.act == kAct) hash = entry.detail("sha256");
  }
  return hash;
}

Expected<void> keep(casefile::Case& the_case, std::string_view text, std::size_t people,
                    const std::string& from) {
  const std::string hash = sha256(text).hex();
  auto recorded = recorded_hash(the_case.directory());
  if (!recorded) return fail(std::move(recorded));
  if (*recorded == hash) return {};
  // The Entry first: a file that no Entry names would be taken as changed behind the log's back.
  JsonWriter json;
  json.object()
      .member("file", kKeptAs)
      .member("sha256", hash)
      .member("octets", text.size())
      .member("people", people)
      .member("from", from)
      .end();
  if (auto entry = the_case.record(kAct, json.take()); !entry) return fail(std::move(entry));
  return {};
}

}  // namespace

Expected<relations::Roster> roster_of(casefile::Case& the_case, const Options& options,
                                      bool writable) {
  const std::filesystem::path kept = the_case.directory() / kKeptAs;
  if (!options.people.empty()) {
    auto text = casefile::read_file(options.people, relations::kMostRosterOctets);
    if (!text) return fail(std::move(text));
    auto roster = relations::Roster::parse(*text, options.people);
    if (!roster || !writable) return roster;
    if (auto done = keep(the_case, *text, roster->people().size(), options.people); !done) {
      return fail(std::move(done));
    }
    auto done = casefile::replace_file(kept, *text, casefile::FileOps::system());
    if (!done) return fail(std::move(done));
    return roster;
  }
  auto hash = recorded_hash(the_case.directory());
  if (!hash) return fail(std::move(hash));
  if (hash->empty()) return relations::Roster();
  auto text = casefile::read_file(kept, relations::kMostRosterOctets);
  if (!text) return fail(std::move(text));
  if (sha256(*text).hex() != *hash) {
    return fail(ErrorCode::corrupt,
                "{}: not the roster that the custody log names; give it again with --people",
                kept.string());
  }
  return relations::Roster::parse(*text, kept.string());
}

std::vector<std::pair<std::string, std::string>> names_of(const relations::Roster& roster) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const relations::RosterPerson& person : roster.people()) {
    for (const std::string& address : person.addresses) names.emplace_back(person.name, address);
  }
  return names;
}

}  // namespace letterlock::cli

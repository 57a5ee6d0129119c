// What the repair search makes of mail that went through the channels of repair_channels.py.
//
// Arguments: the corpora, and a directory with original/NAME and in/CHANNEL/NAME, or in/CHANNEL
// with a mail.pst and the NAMEs of its messages. Prints a table row for each channel: of the
// signatures that verify in the original, how many are broken behind the channel, and how many of
// these verify again, in the octets that the search gives back.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "auth/dkim.h"
#include "auth/test_keys.h"
#include "leak/repair.h"
#include "sources/source.h"

namespace letterlock {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void add_keys(const fs::path& table, auth::TestKeys& keys) {
  std::ifstream file(table);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream cells(line);
    std::string domain, selector, bits, p;
    std::getline(cells, domain, '\t');
    std::getline(cells, selector, '\t');
    std::getline(cells, bits, '\t');
    std::getline(cells, p, '\t');
    keys.add(domain, selector, "v=DKIM1; p=" + p);
  }
}

using Signatures = std::set<std::string>;  // by b=

Signatures verifying(std::string_view octets, auth::KeyLookup& keys) {
  Signatures all;
  const auto message = mime::Message::parse_view(octets);
  if (!message) return all;
  for (const auto& check : auth::verify_dkim(*message, keys, {.now = 1'800'000'000})) {
    if (check.proof == auth::Proof::header_and_body) all.insert(check.signature.b);
  }
  return all;
}

struct Row {
  std::size_t body = 0, header = 0, broken = 0, fixed = 0;
  std::size_t all = 0, header_only = 0;  // of `broken`: header proven, body not
  double body_hashes = 0, header_hashes = 0, milliseconds = 0;
};

void try_message(const std::string& octets, const Signatures& wanted, auth::KeyLookup& keys,
                 Row& row, const std::string& name) {
  std::string found = octets;
  row.all += wanted.size();
  {
    const auto message = mime::Message::parse_view(octets);
    leak::DecodedFields fields = leak::decode_structured_fields(*message);
    if (!fields.octets.empty()) found = fields.octets;
  }
  const auto message = mime::Message::parse_view(found);
  Signatures seen;
  for (const auto& check : auth::verify_dkim(*message, keys, {.now = 1'800'000'000})) {
    if (!wanted.contains(check.signature.b) || !seen.insert(check.signature.b).second) continue;
    const bool header = check.proof == auth::Proof::key_only;
    row.header += header;
    row.body += !check.body_hash_matches;
    const bool decoded = found.size() != octets.size();
    if (!header && check.body_hash_matches && !decoded) continue;
    ++row.broken;
    const auto begin = std::chrono::steady_clock::now();
    const leak::RepairOutcome outcome = leak::search_repair(*message, check, {});
    row.milliseconds +=
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    row.body_hashes += outcome.body_hashes;
    row.header_hashes += outcome.header_hashes;
    const bool fixed = outcome.restored.empty()
                           ? check.proof == auth::Proof::header_and_body
                           : verifying(outcome.restored, keys).contains(check.signature.b);
    row.fixed += fixed;
    const bool proven = outcome.header == leak::HeaderRepair::intact ||
                        outcome.header == leak::HeaderRepair::restored;
    row.header_only += !fixed && proven;
    if (!fixed && std::getenv("LETTERLOCK_REPAIR") != nullptr) {
      std::fprintf(stderr, "%s d=%s c=%d/%d header %s body %s\n", name.c_str(),
                   check.signature.d.c_str(), int(check.signature.header),
                   int(check.signature.body), std::string(to_string(outcome.header)).c_str(),
                   std::string(to_string(outcome.body)).c_str());
    }
  }
  for (const std::string& b : wanted) {
    row.broken += !seen.contains(b);  // lost altogether
  }
}

// What a mailbox file gives back, in the order of its items.
class Messages final : public sources::Sink {
 public:
  Expected<void> message(std::string_view octets, const sources::Provenance&,
                         sources::Position) override {
    all.emplace_back(octets);
    return {};
  }
  void defect(const sources::SourceDefect& defect) override {
    std::fprintf(stderr, "%s: %s %s\n", defect.container.c_str(), defect.name.c_str(),
                 defect.detail.c_str());
  }
  std::vector<std::string> all;
};

struct Sent {
  std::string name, octets;
};

std::vector<Sent> sent_through(const fs::path& channel) {
  std::vector<Sent> sent;
  if (fs::exists(channel / "mail.pst")) {
    Messages read_back;
    const auto units = sources::enumerate(channel / "mail.pst", read_back);
    for (const sources::Unit& unit : units.value()) {
      const auto done = sources::read(unit, {}, {}, read_back);
      if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
    }
    std::ifstream names(channel / "names");
    std::string name;
    for (std::size_t i = 0; std::getline(names, name); ++i) {
      // What was not read is lost: its signatures count as broken.
      sent.push_back({name, i < read_back.all.size() ? std::move(read_back.all[i]) : "\r\n"});
    }
    return sent;
  }
  for (const auto& entry : fs::directory_iterator(channel)) {
    sent.push_back({entry.path().filename(), read(entry.path())});
  }
  std::sort(sent.begin(), sent.end(), [](const Sent& a, const Sent& b) { return a.name < b.name; });
  return sent;
}

int run(const fs::path& corpora, const fs::path& directory) {
  auth::TestKeys keys;
  add_keys(corpora / "dkim-keys/recovered-keys.tsv", keys);
  add_keys(corpora / "dkim-keys/known-keys.tsv", keys);
  add_keys(directory / "keys.tsv", keys);
  std::printf(
      "| channel | body | header | broken | verify again | body hashes | header hashes | "
      "ms | header only | of |\n");
  std::vector<fs::path> channels;
  for (const auto& entry : fs::directory_iterator(directory / "in")) channels.push_back(entry);
  std::sort(channels.begin(), channels.end());
  for (const fs::path& channel : channels) {
    Row row;
    for (const Sent& one : sent_through(channel)) {
      const Signatures wanted = verifying(read(directory / "original" / one.name), keys);
      try_message(one.octets, wanted, keys, row, channel.filename().string() + "/" + one.name);
    }
    const double each = static_cast<double>(std::max<std::size_t>(row.broken, 1));
    std::printf("| %s | %zu | %zu | %zu | %zu | %.0f | %.0f | %.2f | %zu | %zu |\n",
                channel.filename().c_str(), row.body, row.header, row.broken, row.fixed,
                row.body_hashes / each, row.header_hashes / each, row.milliseconds / each,
                row.header_only, row.all);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace letterlock

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: repair_channels CORPORA DIRECTORY\n");
    return 64;
  }
  return letterlock::run(argv[1], argv[2]);
}

// Recovers every key that can be recovered from the signatures of mailboxes, and verifies all of
// them before and after:
//
//   recover_bench STATE KEYS.tsv THREADS MAILBOX...
//
// STATE is read if it is there and written to as each gcd is done: a run that was stopped (SIGINT,
// SIGTERM) goes on where it was. THREADS 0 computes nothing new and tells what STATE yields so far;
// STATE is not written to then, and may be another run's under way. KEYS.tsv gets a line for each
// key and group at the end, and the summary goes to standard output.
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "auth/dkim.h"
#include "base/base64.h"
#include "leak/recover.h"
#include "mime/message.h"
#include "sources/source.h"

namespace letterlock::bench {
namespace {

volatile std::sig_atomic_t stop_asked = 0;

class OnError final : public Progress {
 public:
  void stage(std::string_view what, std::string_view unit, std::uint64_t total) override {
    fmt::print(stderr, "{}: {} {}\n", what, total, unit);
    total_ = total;
    begin_ = std::chrono::steady_clock::now();
  }
  void advance(std::uint64_t done) override {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
    fmt::print(stderr, "{} of {} after {:.0f} s\n", done, total_, spent.count());
  }
  bool stop_requested() const override { return stop_asked != 0; }

 private:
  std::uint64_t total_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

using EachMessage = std::function<void(const mime::Message&, const std::string& name)>;

class EachSink final : public sources::Sink {
 public:
  EachSink(std::string mailbox, const EachMessage& each)
      : mailbox_(std::move(mailbox)), each_(each) {}
  Expected<void> message(std::string_view octets, const sources::Provenance& from,
                         sources::Position) override {
    if (const auto parsed = mime::Message::parse_view(octets)) {
      each_(*parsed, fmt::format("{}:{}:{}", from.container, from.inner, from.offset));
    }
    return {};
  }
  void defect(const sources::SourceDefect&) override {}
  bool stop_requested() const override { return stop_asked != 0; }

 private:
  std::string mailbox_;
  const EachMessage& each_;
};

bool read_all(const std::vector<std::string>& mailboxes, const EachMessage& each) {
  for (const std::string& mailbox : mailboxes) {
    EachSink sink(mailbox, each);
    const auto units = sources::enumerate(mailbox, sink);
    if (!units) {
      fmt::print(stderr, "{}\n", units.error().message);
      return false;
    }
    for (const sources::Unit& unit : *units) {
      const auto done = sources::read(unit, {}, {}, sink);
      if (done) continue;
      fmt::print(stderr, "{}\n", done.error().message);
      return false;
    }
  }
  return true;
}

struct Tally {
  std::uint64_t signatures = 0, verified = 0, header_only = 0, without_list = 0, other_header = 0,
                no_key = 0, not_rsa = 0;
  std::uint64_t messages = 0, messages_verified = 0, messages_without_list = 0;
};

void verify(const mime::Message& message, leak::RecoveredKeys& keys, Tally& tally) {
  const auto ends = auth::line_ends_of(message.octets());
  bool verified = false, without_list = false;
  ++tally.messages;
  for (const auth::SignatureCheck& check : auth::verify_dkim(message, keys, {})) {
    ++tally.signatures;
    const auto algorithm = check.signature.algorithm;
    if (check.proof == auth::Proof::header_and_body) {
      ++tally.verified;
      verified = true;
    } else if (check.proof == auth::Proof::header_only) {
      ++tally.header_only;
    } else if (check.signed_digest) {
      const bool list =
          check.body_hash_matches &&
          leak::digest_without_list_fields(message, check.signature, ends) == *check.signed_digest;
      ++(list ? tally.without_list : tally.other_header);
      without_list |= list;
    } else if (algorithm == auth::SignatureAlgorithm::rsa_sha256 ||
               algorithm == auth::SignatureAlgorithm::rsa_sha1) {
      ++tally.no_key;
    } else {
      ++tally.not_rsa;
    }
  }
  tally.messages_verified += verified;
  tally.messages_without_list += !verified && without_list;
}

std::string day_of(const std::optional<UnixTime>& time) {
  return time ? format_utc(*time).substr(0, 10) : "-";
}

void write_keys(const leak::Recovery& found, const char* path) {
  std::ofstream out(path, std::ios::binary);
  out << "kind\tdomain\tselector\tbits\toutcome\tsignatures\tsamples\tleft\tgcds\topened\tverified"
         "\t"
         "without_list\tfirst\tlast\tp\n";
  for (const leak::RecoveredKey& key : found.keys) {
    for (const leak::KeyUse& use : key.names) {
      const bool here = use.domain == key.domain && use.selector == key.selector;
      out << fmt::format("{}\t{}\t{}\t{}\t{}\t-\t-\t-\t-\t{}\t{}\t{}\t{}\t{}\t{}\n",
                         here ? "key" : "shared", use.domain, use.selector, key.key->bits(),
                         key.without_list_fields ? "without_list" : "as_it_is", use.opened,
                         use.verified, use.verified_without_list, day_of(use.first),
                         day_of(use.last), base64_encode(key.key->p()));
    }
  }
  for (const leak::GroupReport& group : found.groups) {
    out << fmt::format("group\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t-\t-\t-\t{}\t{}\t-\n",
                       group.name.domain, group.name.selector, group.name.octets * 8,
                       to_string(group.outcome), group.signatures, group.samples, group.unexplained,
                       group.gcds, day_of(group.first), day_of(group.last));
  }
}

void print_groups(const leak::Recovery& found) {
  struct Row {
    std::uint64_t groups = 0, three = 0, three_recovered = 0;
  };
  std::map<std::string, Row> rows;
  std::uint64_t three = 0, recovered = 0;
  for (const leak::GroupReport& group : found.groups) {
    Row& row = rows[std::string(to_string(group.outcome))];
    ++row.groups;
    if (group.samples < 3) continue;
    ++row.three;
    ++three;
    recovered += group.keys.size() + group.keys_known > 0;
  }
  for (const auto& [outcome, row] : rows) {
    fmt::print("{:<20} {:>5} groups, {:>4} of them with three or more signatures\n", outcome,
               row.groups, row.three);
  }
  fmt::print("{} of {} groups with three or more signatures have a key\n", recovered, three);
}

void print_seconds(const leak::RecoveryState& state) {
  struct Row {
    std::uint64_t gcds = 0, found = 0, cpu_ms = 0;
  };
  std::map<std::size_t, Row> rows;
  for (const auto& [input, record] : state.records()) {
    Row& row = rows[record.octets];
    ++row.gcds;
    row.found += !record.modulus.empty();
    row.cpu_ms += record.cpu_ms;
  }
  for (const auto& [octets, row] : rows) {
    fmt::print("{:>5} bits: {:>4} gcds, {:>4} gave a key, {:.1f} CPU seconds each\n", octets * 8,
               row.gcds, row.found,
               static_cast<double>(row.cpu_ms) / 1e3 / static_cast<double>(row.gcds));
  }
}

Expected<leak::RecoveryState> read_state(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return leak::RecoveryState::parse(
      std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
}

int run(char** arguments, const std::vector<std::string>& mailboxes) {
  auto state = read_state(arguments[1]);
  if (!state) {
    fmt::print(stderr, "{}: {}\n", arguments[1], state.error().message);
    return 65;
  }
  const int threads = std::max(0, std::atoi(arguments[3]));
  std::ofstream keep;
  if (threads > 0) {
    // Written anew, so that a line cut short is gone.
    keep.open(arguments[1], std::ios::binary | std::ios::trunc);
    keep << leak::state_head();
    for (const auto& [input, record] : state->records()) keep << leak::state_line(record);
    keep.flush();
  }

  leak::SampleCollector samples;
  if (!read_all(mailboxes,
                [&](const auto& message, const auto& name) { samples.add(message, name); })) {
    return 74;
  }
  const auto counts = samples.counts();
  fmt::print("{} messages, {} signatures: {} not RSA, {} unusable, {} with an altered body\n",
             counts.messages, counts.signatures, counts.not_rsa, counts.unusable,
             counts.body_altered);

  leak::RecoverOptions options;
  options.threads = static_cast<unsigned>(threads);
  if (threads == 0) options.memory = 0;
  const leak::RecoveryState before = *state;
  options.state = &before;
  options.keep = [&](const leak::GcdRecord& record) -> Expected<void> {
    state->add(record);
    keep << leak::state_line(record) << std::flush;
    if (!keep) return fail(ErrorCode::io, "{}: cannot be written", arguments[1]);
    return {};
  };
  OnError progress;
  const auto found = leak::recover_keys(samples.take(), options, progress);
  if (!found) {
    fmt::print(stderr, "{}\n", found.error().message);
    return 74;
  }
  write_keys(*found, arguments[2]);
  fmt::print("{} keys{}; {} gcds, {} of them kept from earlier; {:.0f} CPU seconds\n",
             found->keys.size(), found->stopped ? " so far" : "", found->gcds,
             found->gcds_from_state, static_cast<double>(found->cpu_ms) / 1e3);
  print_seconds(*state);
  print_groups(*found);

  stop_asked = 0;
  leak::RecoveredKeys keys(*found);
  Tally tally;
  read_all(mailboxes, [&](const auto& message, const auto&) { verify(message, keys, tally); });
  fmt::print(
      "{} signatures: {} verify, {} more without list fields, {} the header only, {} signed "
      "over another header, {} by a key that is not known, {} not RSA\n",
      tally.signatures, tally.verified, tally.without_list, tally.header_only, tally.other_header,
      tally.no_key, tally.not_rsa);
  fmt::print("{} messages: {} verify, {} more without list fields\n", tally.messages,
             tally.messages_verified, tally.messages_without_list);
  return found->stopped ? 75 : 0;
}

}  // namespace
}  // namespace letterlock::bench

int main(int argc, char** argv) {
  if (argc < 5) {
    fmt::print(stderr, "usage: recover_bench STATE KEYS.tsv THREADS MAILBOX...\n");
    return 64;
  }
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, [](int) { letterlock::bench::stop_asked = 1; });
  }
  return letterlock::bench::run(argv, {argv + 4, argv + argc});
}

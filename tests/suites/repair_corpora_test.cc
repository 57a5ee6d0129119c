// The repair search on real mail: every message that it calls restored is verified anew from the
// octets it gives back. LETTERLOCK_REPAIR=whole runs all of each corpus, =list tells each message.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <set>

#include "auth/dkim.h"
#include "leak/repair.h"
#include "mime/address.h"
#include "suites/archived_mail.h"
#include "suites/key_tables.h"

namespace letterlock::suites {
namespace {

constexpr UnixTime kNow = 1'800'000'000;
const char* const kLists[] = {"ksummit.lists.linux.dev", "selinux.vger.kernel.org",
                              "linux-hyperv.vger.kernel.org"};

bool asked_for(std::string_view what) {
  const char* const value = std::getenv("LETTERLOCK_REPAIR");
  return value != nullptr && std::string_view(value).find(what) != std::string_view::npos;
}

double milliseconds() {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

auth::TestKeys known_keys() {
  auth::TestKeys keys;
  add_key_table("recovered-keys.tsv", keys);
  add_key_table("known-keys.tsv", keys);
  return keys;
}

struct RepairTally {
  std::size_t searched = 0, header = 0, body = 0, wrong = 0;
  std::size_t header_broken = 0, body_broken = 0, other_key = 0, whole = 0;
  double hashes = 0, milliseconds = 0;
  std::map<std::string, std::size_t> changes;

  void print(const char* what) const {
    std::printf(
        "%s: %zu signatures searched; header %zu of %zu restored, body %zu of %zu, other "
        "key %zu; verified %zu; mean %.0f hashes, %.2f ms\n",
        what, searched, header, header_broken, body, body_broken, other_key, whole,
        hashes / static_cast<double>(std::max<std::size_t>(searched, 1)),
        milliseconds / static_cast<double>(std::max<std::size_t>(searched, 1)));
    for (const auto& [change, count] : changes) {
      std::printf("  %4zu %s\n", count, change.c_str());
    }
  }
};

// Verifies what was restored; "" or what is wrong.
std::string proven(const leak::RepairOutcome& outcome, const auth::SignatureCheck& check,
                   auth::KeyLookup& keys) {
  const auto again = mime::Message::parse_view(outcome.restored);
  if (!again) return "cannot be parsed";
  for (const auto& one : auth::verify_dkim(*again, keys, {.now = kNow})) {
    if (one.signature.b != check.signature.b) continue;
    const bool header =
        one.proof == auth::Proof::header_only || one.proof == auth::Proof::header_and_body;
    if (outcome.header == leak::HeaderRepair::restored && !header) return "header does not verify";
    if (outcome.body == leak::BodyRepair::restored && !one.body_hash_matches) {
      return "body does not verify";
    }
    return "";
  }
  return "signature lost";
}

void search(const mime::Message& message, const auth::SignatureCheck& check, auth::KeyLookup& keys,
            const leak::RepairContext& context, RepairTally& tally, const std::string& name) {
  const double begin = milliseconds();
  const leak::RepairOutcome outcome = leak::search_repair(message, check, context);
  tally.milliseconds += milliseconds() - begin;
  ++tally.searched;
  tally.hashes += outcome.body_hashes + outcome.header_hashes;
  using leak::BodyRepair;
  using leak::HeaderRepair;
  tally.header_broken +=
      outcome.header != HeaderRepair::intact && outcome.header != HeaderRepair::key_unknown;
  tally.body_broken += outcome.body != BodyRepair::intact;
  tally.other_key += outcome.header == HeaderRepair::other_key;
  tally.header += outcome.header == HeaderRepair::restored;
  tally.body += outcome.body == BodyRepair::restored;
  tally.whole +=
      (outcome.header == HeaderRepair::restored || outcome.header == HeaderRepair::intact) &&
      (outcome.body == BodyRepair::restored || outcome.body == BodyRepair::intact);
  std::set<std::string> changes;
  for (const leak::Edit& edit : outcome.edits) changes.emplace(to_string(edit.change));
  for (const std::string& change : changes) ++tally.changes[change];
  if (!outcome.restored.empty()) {
    const std::string wrong = proven(outcome, check, keys);
    EXPECT_EQ(wrong, "") << name;
    tally.wrong += !wrong.empty();
  }
  if (asked_for("list")) {
    std::printf("%s d=%s s=%s header %s body %s %u %u", name.c_str(), check.signature.d.c_str(),
                check.signature.s.c_str(), std::string(to_string(outcome.header)).c_str(),
                std::string(to_string(outcome.body)).c_str(), outcome.header_hashes,
                outcome.body_hashes);
    for (const leak::Edit& edit : outcome.edits) {
      std::printf(" [%s %s]", std::string(to_string(edit.change)).c_str(), edit.field.c_str());
    }
    std::printf("\n");
  }
}

std::string first_word(std::string_view text) {
  std::string word(trim(text));
  word.erase(std::min(word.find_first_of(" \t\r\n"), word.size()));
  return word;
}

// Whose signatures fail, by Message-ID.
std::set<std::string> failing(const std::string& list) {
  std::set<std::string> ids;
  const std::string error =
      each_line_in(corpora() / "dkim-keys/verdicts.tsv.zst", [&](const std::string& line) {
        const std::vector<std::string> cells = split_tabs(line);
        if (cells.size() == 7 && cells[0] == list && cells[6].starts_with("fail")) {
          ids.insert(cells[1]);
        }
      });
  EXPECT_EQ(error, "");
  return ids;
}

// What the rest of a list's mail knows of its authors.
struct Authors {
  std::map<std::string, std::set<std::string>> senders;    // From address -> Sender bodies
  std::map<std::string, std::set<std::string>> of_domain;  // domain -> addresses
};

void note(const mime::Message& message, Authors& authors) {
  const mime::HeaderField* const from = message.find(mime::FieldName::from);
  if (from == nullptr) return;
  const auto mailboxes = mime::parse_addresses(message, *from);
  if (mailboxes.empty()) return;
  const std::string address = normalized(mailboxes[0]);
  authors.of_domain[lower_ascii(mailboxes[0].domain)].insert(
      std::string(mailboxes[0].local_part) + "@" + std::string(mailboxes[0].domain));
  const mime::HeaderField* const sender = message.find(mime::FieldName::sender);
  if (sender != nullptr) {
    authors.senders[address].emplace(trim(message.octets(sender->body)));
  }
}

TEST(RepairCorporaTest, FailingSignaturesOfTheListArchives) {
  auth::TestKeys keys = known_keys();
  RepairTally tally;
  for (const char* const list : kLists) {
    const std::set<std::string> ids = failing(list);
    std::vector<std::string> kept;
    Authors authors;
    const std::string error =
        each_in_mbox(corpora() / (std::string("mail-lists/") + list + ".mbox.zst"),
                     [&](const std::string&, std::string_view octets) {
                       const auto message = mime::Message::parse_view(octets);
                       if (!message) return true;
                       note(*message, authors);
                       const mime::HeaderField* const id = message->find("Message-ID");
                       if (id != nullptr && ids.contains(first_word(message->octets(id->body)))) {
                         kept.push_back(without_mboxrd_quotes(octets));
                       }
                       return true;
                     });
    ASSERT_EQ(error, "");
    for (const std::string& octets : kept) {
      const auto message = mime::Message::parse_view(octets);
      const auto mailboxes = mime::parse_addresses(*message, *message->find(mime::FieldName::from));
      for (const auto& check : auth::verify_dkim(*message, keys, {.now = kNow})) {
        if (check.key == nullptr || check.proof == auth::Proof::header_and_body) continue;
        leak::RepairContext context;
        if (!mailboxes.empty()) {
          const auto& senders = authors.senders[normalized(mailboxes[0])];
          context.fields.push_back({"Sender", {senders.begin(), senders.end()}});
        }
        const auto& others = authors.of_domain[check.signature.d];
        context.addresses.assign(others.begin(), others.end());
        search(*message, check, keys, context, tally,
               first_word(message->octets(message->find("Message-ID")->body)));
      }
    }
  }
  tally.print("failing signatures of the list archives");
  EXPECT_EQ(tally.wrong, 0u);
  EXPECT_GE(tally.whole, 77u);
}

}  // namespace
}  // namespace letterlock::suites

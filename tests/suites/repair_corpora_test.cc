// The repair search on real mail: every message that it calls restored is verified anew from the
// octets it gives back. LETTERLOCK_REPAIR=whole runs all of each corpus, =list tells each message.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <set>

#include "auth/dkim.h"
#include "leak/repair.h"
#include "leak/repair/part_text.h"
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
  for (const mime::FieldName id : {mime::FieldName::from, mime::FieldName::to, mime::FieldName::cc,
                                   mime::FieldName::sender, mime::FieldName::reply_to}) {
    const mime::HeaderField* const field = message.find(id);
    if (field == nullptr) continue;
    for (const auto& mailbox : mime::parse_addresses(message, *field)) {
      authors.of_domain[lower_ascii(mailbox.domain)].insert(std::string(mailbox.local_part) + "@" +
                                                            std::string(mailbox.domain));
    }
  }
  const mime::HeaderField* const sender = message.find(mime::FieldName::sender);
  if (sender != nullptr) {
    authors.senders[address].emplace(trim(message.octets(sender->body)));
  }
}

TEST(RepairCorporaTest, FailingSignaturesOfTheListArchives) {
  auth::TestKeys keys = known_keys();
  RepairTally tally;
  Authors authors;
  std::vector<std::string> kept;
  for (const char* const list : kLists) {
    const std::set<std::string> ids = failing(list);
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
  }
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
  tally.print("failing signatures of the list archives");
  EXPECT_EQ(tally.wrong, 0u);
  EXPECT_GE(tally.whole, 92u);
}

// Phishing that a honey pot published with its recipients replaced by phishing@pot, nearly all of
// it through Outlook.com, which edits bodies.
TEST(RepairCorporaTest, PhishingWithMaskedRecipients) {
  auth::TestKeys keys = known_keys();
  const std::filesystem::path archive = corpora() / "phishing-pot/phishing_pot-dev.tar.zst";
  // What bounce addresses and tokens of the whole collection give away.
  std::map<std::string, std::size_t> hints;
  std::string error = each_in_tar(archive, [&](const std::string&, std::string_view octets) {
    const auto message = mime::Message::parse_view(octets);
    if (!message) return true;
    for (const std::string& hint : leak::recipient_hints(*message)) ++hints[hint];
    return true;
  });
  ASSERT_EQ(error, "");
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& [hint, count] : hints) {
    if (count > 1) ranked.emplace_back(count, hint);
  }
  std::sort(ranked.rbegin(), ranked.rend());
  leak::RepairContext context;
  for (std::size_t i = 0; i < ranked.size() && i < 300; ++i) {
    context.addresses.push_back(ranked[i].second);
  }
  std::printf("%zu addresses given away more than once\n", ranked.size());
  RepairTally header, body;
  std::size_t number = 0;
  error = each_in_tar(archive, [&](const std::string& name, std::string_view octets) {
    if (!name.ends_with(".eml")) return true;
    if (++number % (asked_for("whole") ? 1 : 6) != 0) return true;
    const auto message = mime::Message::parse(mime::RawMessage::copy_of(octets));
    if (!message) return true;
    for (const auto& check : auth::verify_dkim(*message, keys, {.now = kNow})) {
      if (check.proof == auth::Proof::key_only) {
        search(*message, check, keys, context, header, name);
      } else if (check.proof == auth::Proof::header_only) {
        search(*message, check, keys, {}, body, name);
      }
    }
    return true;
  });
  ASSERT_EQ(error, "");
  header.print("phishing-pot, header differs");
  body.print("phishing-pot, header proven, body differs");
  EXPECT_EQ(header.wrong + body.wrong, 0u);
  EXPECT_GT(header.header, 0u);
}

// How many bodies that stand in quoted-printable or base64 come out the same when decoded and
// written anew by one of the writers that the search knows.
TEST(RepairCorporaTest, WritersOfTransferEncodingsAreKnown) {
  std::size_t parts = 0, same = 0, told = 0;
  std::map<std::size_t, std::size_t> by_layout;
  std::map<std::string, std::pair<std::size_t, std::size_t>> by_agent;
  for (const char* const list : kLists) {
    std::size_t number = 0;
    const std::string error = each_in_mbox(
        corpora() / (std::string("mail-lists/") + list + ".mbox.zst"),
        [&](const std::string&, std::string_view octets) {
          if (++number % (asked_for("whole") ? 1 : 20) != 0) return true;
          const auto message = mime::Message::parse_view(octets);
          if (!message) return true;
          for (const auto& part : leak::text_parts(*message, auth::body_of(*message))) {
            if (part.found == leak::Encoding::identity || part.inner) continue;
            ++parts;
            std::string found, made;
            auth::append_canonical_body(auth::Canonicalization::relaxed, auth::LineEnds::lf,
                                        message->octets(part.body), found);
            bool hit = false;
            for (std::size_t i = 0; i < leak::known_layouts().size() && !hit; ++i) {
              const leak::Layout& layout = leak::known_layouts()[i];
              if (layout.encoding != part.found) continue;
              made.clear();
              auth::append_canonical_body(auth::Canonicalization::relaxed, auth::LineEnds::lf,
                                          leak::encoded(part.content, layout, "\n"), made);
              hit = made == found;
              by_layout[i] += hit;
            }
            same += hit;
            const auto* agent = message->find(mime::FieldName::x_mailer);
            if (agent == nullptr) agent = message->find(mime::FieldName::user_agent);
            std::string name = agent == nullptr ? "-" : first_word(message->octets(agent->body));
            if (message->find("X-MS-Exchange-CrossTenant-Id") != nullptr) name = "exchange";
            ++by_agent[name].first;
            by_agent[name].second += hit;
            if (!hit && asked_for("layouts") && told++ < 40) {
              std::printf("--- %s %d\n%s\n", name.c_str(), int(part.found),
                          found.substr(0, 1500).c_str());
            }
          }
          return true;
        });
    ASSERT_EQ(error, "");
  }
  std::printf("bodies written anew: %zu of %zu the same\n", same, parts);
  for (const auto& [layout, count] : by_layout) {
    if (count > 0 && asked_for("layouts")) std::printf("  layout %zu: %zu\n", layout, count);
  }
  for (const auto& [name, count] : by_agent) {
    if (asked_for("layouts")) {
      std::printf("  %s: %zu of %zu\n", name.c_str(), count.second, count.first);
    }
  }
  EXPECT_GT(same * 10, parts * 5);
}

}  // namespace
}  // namespace letterlock::suites

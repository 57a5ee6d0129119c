#include "demo/demo.h"

#include <fmt/format.h>

#include <system_error>

#include "auth/key_archive_text.h"
#include "demo/demo_keys.h"
#include "demo/ground_truth.h"
#include "demo/leak.h"
#include "demo/logs.h"
#include "demo/mailboxes.h"
#include "demo/post.h"
#include "demo/produce.h"
#include "demo/story.h"

namespace letterlock::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostMessages = 200000;

constexpr const char* kReadme =
    R"(THE DEMO INCIDENT
=================

Everything here is invented. No organisation, person or network in it exists.

Meridian campaigns for Measure 12, the clean rivers vote. In May 2026 its chief strategist, Daniel
Okafor, gets a forwarded mail from Margaret Whitlock, who advised the campaign until September and
has not written since November. Three weeks later a colleague asks him about a mail that he never
wrote. In July a newsroom calls: it has been sent a bundle of the campaign's mail and documents and
asks what of it is genuine.

What lies here, as it would lie on the desk of whoever has to find out:

  mailboxes/         one export for each of the campaign's mailboxes: Google Takeout mbox, plain
                     mbox, Maildir, a folder of .eml files, a packed Maildir
  logs/              the audit and sign-in logs of the two accounts that were taken over, as
                     exported from Microsoft 365: the provider, Hosted Mail, keeps its customers'
                     mailboxes there behind a gateway of its own, and so does Hostwell, which is
                     Margaret Whitlock's. Some files overlap, one lacks a few hours
  people.toml        who is who, in which role, from when until when
  leak/              the bundle, as the newsroom handed it over
  keys/zone.txt      the DKIM keys that are in DNS now
  keys/archive.keys  these and the keys that were there once, with the days they were seen

  ground-truth.json  what really happened. Read it last.

Try:

  letterlock ingest CASE mailboxes/*
  letterlock logs CASE logs/*
  letterlock investigate CASE --people people.toml --keys keys
  letterlock exposure CASE --account daniel.okafor@meridian.example
  letterlock verify leak --keys keys
  letterlock verify leak/03.eml --keys keys --explain

and see how much of ground-truth.json you can tell without it.
)";

std::string zone_text(const DkimSigner& signer) {
  std::string out =
      "; The signing domains' DKIM keys as DNS serves them at the end of July 2026.\n";
  for (const DemoKey& key : demo_keys()) {
    if (*key.last_day != '\0') continue;
    out += fmt::format("{}._domainkey.{}. 3600 IN TXT", key.selector, key.domain);
    const std::string record = signer.record(key);
    for (std::size_t at = 0; at < record.size(); at += 200)
      out += " \"" + record.substr(at, 200) + '"';
    out += '\n';
  }
  return out;
}

// The same keys and those that are gone from DNS, as somebody kept them who looked every day.
std::string archive_text(const DkimSigner& signer) {
  constexpr const char* kWho = "resolver log of the Harbor newsroom";
  auth::KeyArchive archive;
  for (const DemoKey& key : demo_keys()) {
    const bool gone = *key.last_day != '\0';
    auth::KeySighting seen;
    seen.channel = auth::KeyChannel::dns;
    seen.source = kWho;
    seen.first = auth::PartialDate::parse(key.first_day);
    seen.last = auth::PartialDate::parse(gone ? key.last_day : "2026-07-31");
    seen.dnssec = false;
    const auto added =
        archive.add(key.domain, key.selector, signer.record(key), std::span(&seen, 1));
    auth::KeyStatement state;
    state.state = gone ? auth::KeyState::retired : auth::KeyState::live;
    if (gone) state.from = seen.last;
    state.source = kWho;
    archive.add_state(added.key, std::move(state));
  }
  return auth::write_key_archive(archive);
}

Expected<void> check_directory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return fail(ErrorCode::io, "{}: {}", directory.string(), error.message());
  const bool empty = fs::is_empty(directory, error);
  if (error) return fail(ErrorCode::io, "{}: {}", directory.string(), error.message());
  if (!empty) {
    return fail(ErrorCode::usage, "{}: not empty; the demo wants a directory of its own",
                directory.string());
  }
  return {};
}

}  // namespace

Expected<DemoSummary> write_demo(const fs::path& directory, const DemoOptions& options) {
  if (options.messages < kFewestMessages || options.messages > kMostMessages) {
    return fail(ErrorCode::usage, "{} messages: the demo can have {} to {}", options.messages,
                kFewestMessages, kMostMessages);
  }
  if (auto ready = check_directory(directory); !ready) return fail(std::move(ready));
  const Story story = plan_story(options.seed, options.messages);
  const PostOffice post(story.cast);
  Mailboxes mailboxes(directory / "mailboxes", options.seed);
  auto produced = produce(story, post, mailboxes);
  if (!produced) return fail(std::move(produced));
  if (auto done = mailboxes.finish(); !done) return fail(std::move(done));
  auto bundle = write_leak(directory / "leak", story, *produced);
  if (!bundle) return fail(std::move(bundle));

  auto logs = write_logs(directory / "logs", story, *produced, *bundle);
  if (!logs) return fail(std::move(logs));

  const std::pair<const char*, std::string> files[] = {
      {"people.toml", people_toml(story.cast)},
      {"keys/zone.txt", zone_text(post.signer())},
      {"keys/archive.keys", archive_text(post.signer())},
      {"ground-truth.json", ground_truth(story, *produced, *bundle, *logs)},
      {"README.txt", kReadme},
  };
  for (const auto& [name, text] : files) {
    if (auto done = write_whole_file(directory / name, text); !done) return fail(std::move(done));
  }
  DemoSummary summary;
  summary.messages = story.plans.size();
  summary.placements = produced->placements;
  for (const Person& person : story.cast.people)
    summary.mailboxes += person.format != MailboxFormat::none;
  summary.leaked = bundle->items.size();
  summary.octets = mailboxes.octets_written();
  return summary;
}

}  // namespace letterlock::demo

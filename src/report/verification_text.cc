#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/printable.h"
#include "report/page.h"
#include "report/takeover.h"
#include "report/verification.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr const char* kKeyNotAsked = "key_not_asked";

std::string_view color_of(leak::Verdict verdict) {
  switch (verdict) {
    case leak::Verdict::verified:
    case leak::Verdict::verified_after_repair:
      return "32";
    case leak::Verdict::contradicted:
      return "31";
    case leak::Verdict::header_only:
    case leak::Verdict::same_key:
      return "33";
    case leak::Verdict::unsigned_:
    case leak::Verdict::cannot_tell:
      return "2";
  }
  return "0";
}

std::string name_of(const leak::Examined& message) {
  return message.id ? fmt::format("{}", *message.id) : printable(message.path);
}

// Each name once, with how often: "Received (3)".
std::string listed(const std::vector<leak::SignedField>& fields, bool present) {
  std::vector<std::pair<std::string, std::size_t>> counted_names;
  for (const leak::SignedField& field : fields) {
    if (field.where.has_value() != present) continue;
    const auto same = [&](const auto& known) {
      return equals_ignore_case(known.first, field.name);
    };
    const auto known = std::find_if(counted_names.begin(), counted_names.end(), same);
    if (known == counted_names.end()) {
      counted_names.emplace_back(field.name, 1);
    } else {
      ++known->second;
    }
  }
  std::string text;
  for (const auto& [name, times] : counted_names) {
    if (!text.empty()) text += ", ";
    text += printable(name);
    if (times > 1) text += fmt::format(" ({})", times);
  }
  return text;
}

std::string date_words(const std::optional<auth::PartialDate>& date) {
  return date ? date->text() : "an unknown day";
}

std::string sighting_words(const auth::KeySighting& seen) {
  std::string text = fmt::format(" {} by {}", to_string(seen.channel), printable(seen.source));
  if (seen.channel == auth::KeyChannel::dns) text = " Seen in DNS: " + printable(seen.source);
  if (seen.channel == auth::KeyChannel::published) text = " Published: " + printable(seen.source);
  if (seen.channel == auth::KeyChannel::found) text = " Found: " + printable(seen.source);
  if (seen.channel == auth::KeyChannel::recovered) {
    text = " Recovered from signatures: " + printable(seen.source);
    if (seen.tested && seen.valid)
      text += fmt::format(" ({} of {} fit)", *seen.valid, *seen.tested);
  }
  if (seen.first || seen.last) {
    text += fmt::format(", from {} to {}", date_words(seen.first), date_words(seen.last));
  }
  if (seen.dnssec.value_or(false)) text += ", validated with DNSSEC";
  return text + ".";
}

std::string state_words(const auth::KeyStatement& told) {
  switch (told.state) {
    case auth::KeyState::secret_published:
      return fmt::format(
          " Its private half is public{} ({}): since then anybody can make such a signature.",
          told.from ? " since " + told.from->text() : "", printable(told.source));
    case auth::KeyState::factorable:
    case auth::KeyState::too_short:
      return " It is so short that others can have computed its private half.";
    case auth::KeyState::revoked:
      return fmt::format(" It was revoked ({}).", printable(told.source));
    case auth::KeyState::live:
    case auth::KeyState::retired:
      return "";
  }
  return "";
}

std::string key_sentence(const leak::SignatureVerdict& told) {
  if (!told.key || !told.check.key) return "";
  const leak::KeyFacts& key = *told.key;
  std::string text = fmt::format("Key: {} bits", told.check.key->bits());
  if (!key.recorded_as.empty()) {
    text += ", on record as the key of " + printable(key.recorded_as);
  }
  if (key.circular) {
    text += ", known from signatures alone: it shows one key holder, not who that is";
  }
  text += '.';
  for (const auth::KeySighting& seen : key.sightings) text += sighting_words(seen);
  for (const auth::KeyStatement& state : key.states) text += state_words(state);
  for (const std::string& conflict : key.conflicts) {
    text += " Sources disagree: " + printable(conflict);
    if (!text.ends_with('.')) text += '.';
  }
  if (!key.says.empty()) text += " " + printable(key.says);
  return text;
}

std::string signer_sentence(const leak::SignatureVerdict& told) {
  const auto& signature = told.check.signature;
  return fmt::format("{} (selector {}, {}){}", printable(signature.d), printable(signature.s),
                     printable(signature.a),
                     told.author_aligned ? "" : ", which is not the domain of the From address");
}

std::string covered_sentence(const leak::SignatureVerdict& told) {
  const std::string fields = listed(told.fields, true);
  std::string text = "Covers the fields " + (fields.empty() ? "(none)" : fields);
  if (!told.check.body_hash_matches) return text + ". The body here is not the one signed.";
  if (told.body_not_covered.empty()) return text + " and the whole body.";
  return text + fmt::format(
                    " and octets {} to {} of the body. The last {} octets (from {}) are signed by "
                    "nobody.",
                    told.body_covered.offset, told.body_covered.end(), told.body_not_covered.length,
                    told.body_not_covered.offset);
}

void write_repair(const leak::SignatureVerdict& told, const TextStyle& style, Page& page) {
  for (const leak::Edit& edit : edits_of(told)) {
    page.paragraph(fmt::format("Undone: {} ({}{}{})", sentence(edit.change), to_string(edit.change),
                               edit.field.empty() ? "" : ", ", printable(edit.field)),
                   6, "    *");
    if (edit.discloses && !style.disclose) {
      page.paragraph(
          "What was put back names somebody whom the message does not show; --disclose "
          "prints it.",
          6);
      continue;
    }
    page.paragraph(fmt::format("here:   {}", printable(ellipsize(edit.before, 300))), 6);
    page.paragraph(fmt::format("signed: {}", printable(ellipsize(edit.after, 300))), 6);
  }
  if (told.repair && told.repair->edits.empty()) {
    page.paragraph(fmt::format("{} forms that handling gives to mail were tried: none fits.",
                               grouped(told.repair->header_hashes + told.repair->body_hashes)),
                   4);
  }
}

void write_signature(const leak::SignatureVerdict& told, bool decisive, const TextStyle& style,
                     Page& page) {
  page.paragraph(fmt::format("{}: signature of {}: {}{}.",
                             page.styled(color_of(told.verdict), to_string(told.verdict)),
                             signer_sentence(told), reason_words(told.why),
                             decisive ? "" : " (does not decide)"),
                 4, "  -");
  if (told.why == kKeyNotAsked) page.paragraph(missing_key_advice(), 4);
  if (told.check.proof == auth::Proof::header_and_body ||
      told.check.proof == auth::Proof::header_only) {
    page.paragraph(covered_sentence(told), 4);
  }
  if (const std::string key = key_sentence(told); !key.empty()) page.paragraph(key, 4);
  write_repair(told, style, page);
}

// What a good signature leaves open.
void write_openings(const leak::MessageVerdict& verdict, std::size_t decisive, Page& page) {
  const leak::SignatureVerdict& told = verdict.signatures[decisive];
  if (told.check.proof == auth::Proof::none) return;
  const std::string open = listed(verdict.not_signed, true);
  if (!open.empty()) page.paragraph("Not covered: " + open + ".", 2, "  ");
}

void write_clocks(const leak::ClockTable& table, Page& page) {
  std::size_t agree = 0, compared = 0;
  for (const leak::ClockReading& reading : table.readings) {
    agree += reading.verdict == leak::ClockVerdict::consistent;
    compared += reading.verdict != leak::ClockVerdict::not_applicable;
  }
  const std::string readings = counted(table.readings.size(), "reading", "readings");
  page.paragraph(compared == 0
                     ? fmt::format("Hidden clocks: {}, and nothing to compare with.", readings)
                     : fmt::format("Hidden clocks: {}, {} of them consistent with the others.",
                                   readings, agree),
                 2, "  ");
  for (const leak::ClockReading& reading : table.readings) {
    if (reading.verdict != leak::ClockVerdict::contradicts) continue;
    page.paragraph(
        fmt::format("{} contradicts: {} It could be written by {}.",
                    leak::facts_of(reading.kind).title, printable(leak::describe(reading)),
                    in_words(leak::facts_of(reading.kind).writer)),
        4, "  -");
  }
}

void write_observations(const std::vector<leak::Observation>& seen, Page& page) {
  for (const leak::Observation& observation : seen) {
    page.paragraph(
        fmt::format("{}: {}", to_string(observation.severity), printable(observation.says)), 4,
        "  -");
  }
}

void write_arc(const auth::ArcChain& chain, Page& page) {
  if (chain.result == auth::ArcResult::none) return;
  std::string sealers;
  for (const auth::ArcSet& set : chain.sets) {
    sealers += (sealers.empty() ? "" : ", ") + printable(set.seal.signature.d);
  }
  page.paragraph(fmt::format("ARC: {} ({}){}{}. A chain says what its sealers claim to have seen; "
                             "whether to believe them is not for a signature to say.",
                             to_string(chain.result), to_string(chain.reason),
                             sealers.empty() ? "" : "; sealed by ", sealers),
                 2, "  ");
}

void write_timestamps(const leak::Examined& message, Page& page) {
  for (const auto& [name, told] : message.timestamps) {
    page.paragraph(fmt::format("Time stamp {}: {}{}{}", printable(name), to_string(told.result),
                               told.why.empty() ? "" : ": ", printable(told.why)),
                   2, "  ");
    for (const leak::TimestampFact& fact : told.facts) {
      page.paragraph(fmt::format("{}: {}", to_string(fact.check), printable(fact.says)), 4, "  -");
    }
  }
}

}  // namespace

std::string examined_line(const leak::Examined& message, const TextStyle& style) {
  const leak::MessageVerdict& verdict = message.verdict;
  std::string by;
  if (verdict.decisive) {
    const leak::SignatureVerdict& told = verdict.signatures[*verdict.decisive];
    by = fmt::format("  {} {}{}", printable(told.check.signature.d),
                     told.author_aligned ? "" : "(not the author's domain) ",
                     told.verdict == leak::Verdict::verified ? "" : told.why);
  }
  const Page page(style.color, style.width);
  std::string word = fmt::format("{:<22}", to_string(verdict.verdict));
  // What a reader sees is not what was signed: no green line.
  const bool shown_unsigned = std::any_of(
      message.observations.begin(), message.observations.end(),
      [](const leak::Observation& seen) { return seen.name == "shown_field_was_not_signed"; });
  const std::string_view color = shown_unsigned ? "33" : color_of(verdict.verdict);
  return fmt::format("{} {}  {}  {}{}{}{}\n", page.styled(color, word), name_of(message),
                     message.date ? day(message.date) : "no date   ",
                     printable(ellipsize(message.subject, 40)), by,
                     shown_unsigned ? "  (a field shown here was not signed)" : "",
                     verdict.takeover ? "  (" + takeover_words(*verdict.takeover) + ")" : "");
}

std::string examined_account(const leak::Examined& message, const TextStyle& style) {
  const leak::MessageVerdict& verdict = message.verdict;
  Page page(style.color, style.width);
  page.paragraph(
      page.styled("1;" + std::string(color_of(verdict.verdict)), verdict_words(verdict) + "."), 0);
  page.paragraph(fmt::format("{}  sha256 {}", name_of(message), message.sha256.hex()), 2, "  ");
  page.paragraph(fmt::format("From {}, dated {}, “{}”", printable(message.from),
                             minute(message.date), printable(message.subject)),
                 2, "  ");
  if (verdict.takeover) page.paragraph(takeover_sentence(*verdict.takeover), 2, "  ");
  if (message.reconstructed) {
    page.paragraph(
        "These octets were rebuilt from the properties of a mailbox item. No signature "
        "can fit octets that were never sent.",
        2, "  ");
  }
  if (verdict.signatures.empty()) {
    page.paragraph(
        "The message carries no DKIM signature. That is usual for a copy from a Sent "
        "folder and for much old mail; it speaks neither for nor against it.",
        2, "  ");
  }
  for (std::size_t i = 0; i < verdict.signatures.size(); ++i) {
    write_signature(verdict.signatures[i], verdict.decisive == i, style, page);
  }
  if (verdict.decisive) write_openings(verdict, *verdict.decisive, page);
  write_clocks(message.clocks, page);
  write_observations(message.observations, page);
  write_observations(message.clocks.trace, page);
  for (const leak::ShapeReading& reading : message.shape) {
    if (reading.verdict != leak::ClockVerdict::contradicts) continue;
    page.paragraph("shape: " + printable(reading.says), 4, "  -");
  }
  write_arc(message.arc, page);
  write_timestamps(message, page);
  page.paragraph(never_proven(), 2, "  ");
  if (!verdict.signatures.empty()) page.paragraph(publishing_warning(), 2, "  ");
  return page.take();
}

std::string counts_text(const VerificationCounts& counts, const TextStyle& style) {
  Page page(style.color, style.width);
  page.raw(fmt::format("\n{}, {}:\n", counted(counts.messages, "message", "messages"),
                       counted(counts.signatures, "signature", "signatures")));
  for (const auto& [verdict, count] : counts.verdicts) {
    page.raw(fmt::format("{:>10}  {}\n", grouped(count), to_string(verdict)));
  }
  if (const auto asked = counts.why.find(kKeyNotAsked); asked != counts.why.end()) {
    page.paragraph(fmt::format("For {} nobody was asked for the key. {}",
                               counted(asked->second, "message", "messages"), missing_key_advice()),
                   2);
  }
  if (!counts.changes.empty()) page.raw("Changes undone:\n");
  for (const auto& [name, count] : counts.changes) {
    page.raw(fmt::format("{:>10}  {}\n", grouped(count), name));
  }
  if (counts.taken_over > 0) {
    page.raw(fmt::format("{:>10}  were sent while their account was in other hands\n",
                         grouped(counts.taken_over)));
  }
  if (counts.taken_over_proposed > 0) {
    page.raw(fmt::format(
        "{:>10}  perhaps sent while the account was in other hands, as the logs propose\n",
        grouped(counts.taken_over_proposed)));
  }
  return page.take();
}

}  // namespace letterlock::report

#include "hunt/scan.h"

#include <fmt/format.h>

#include <set>

#include "content/traits.h"
#include "hunt/ask.h"
#include "hunt/attachment_signs.h"
#include "hunt/evidence.h"
#include "hunt/hidden_text.h"
#include "hunt/link_shape.h"
#include "hunt/link_signs.h"
#include "hunt/sign_detector.h"

namespace letterlock::hunt {

store::MessageRecord record_of(const store::MessageFacts& facts, store::MessageId id) {
  store::MessageRecord record;
  record.id = id;
  record.evidence = facts.evidence;
  record.message_id = facts.message_id;
  record.date = facts.date;
  record.zone_minutes = facts.zone_minutes;
  record.subject = facts.subject;
  record.mailer = facts.mailer;
  record.list_id = facts.list_id;
  record.claims_reply = facts.claims_reply;
  record.claims_forward = facts.claims_forward;
  record.has_references = !facts.in_reply_to.empty() || !facts.references.empty();
  record.new_text_length = facts.new_text_length;
  record.addresses = facts.addresses;
  record.links = facts.links;
  record.quotes = facts.quotes;
  record.traits = facts.traits;
  record.writing = facts.writing;
  return record;
}

Expected<void> introduce(const store::MessageFacts& message, std::string_view from,
                         store::FactStore& facts, Ground& ground) {
  // As Ground has it for the messages of the case.
  std::string named;
  if (!message.in_reply_to.empty()) {
    named = message.in_reply_to.front();
  } else if (!message.references.empty()) {
    named = message.references.back();
  }
  store::MessageId parent = store::kNoMessage;
  if (!named.empty()) {
    auto held = facts.find_message_id(named, 1);
    if (!held) return fail(std::move(held));
    if (!held->empty()) parent = held->front();
  }
  ground.set_guest(named.empty()                 ? Parent::none_named
                   : parent == store::kNoMessage ? Parent::not_held
                                                 : Parent::held,
                   parent, from);
  return {};
}

namespace {

// The first domain of a URL inside the link that its own host does not name.
const std::string* carried_elsewhere(const store::LinkFact& link) {
  for (const auto& domain : link.carried_domains) {
    if (!domain.empty() && link.host.find(domain) == std::string::npos) return &domain;
  }
  return nullptr;
}

void add_links(const store::MessageRecord& message, std::vector<Reason>& reasons) {
  std::set<std::string> met;
  for (const store::LinkFact& link : message.links) {
    if (!relations::is_shown_link(link) || !met.insert(link.host).second) continue;
    if (const std::string* carried = carried_elsewhere(link)) {
      Reason reason;
      reason.detector = "link";
      reason.code = "link_carries_other_url";
      reason.text = fmt::format(
          "The link leads to {} and carries a URL of {} inside it: a reader who "
          "follows it passes through the first on the way to the second.",
          in_quotes(link.host), in_quotes(*carried));
      reason.innocent =
          "Shorteners, newsletters, mail gateways and click counters wrap links in the same way.";
      reason.evidence.push_back(
          in_text(message.id, link.where, "the link with the URL it carries"));
      reasons.push_back(std::move(reason));
    }
    const LinkShape shape = shape_of(link);
    if (shape.signs.empty()) continue;
    Reason reason;
    reason.detector = "link";
    reason.code = "link_looks_like_a_lure";
    reason.text =
        fmt::format("The link to {} has {}, which lures have more often than honest links.",
                    in_quotes(link.host), fmt::join(shape.signs, ", "));
    reason.innocent = "Many honest links look like that.";
    reason.evidence.push_back(in_text(message.id, link.where, "the link"));
    reasons.push_back(std::move(reason));
  }
}

// What the form of links and files shows; what LinkShape says of it stands there.
void add_signs(const store::MessageRecord& message, std::string_view octets,
               std::vector<Reason>& reasons) {
  SignList list;
  add_link_signs(message, list);
  add_attachment_signs(message, list);
  add_device_code(message, octets, list);
  std::vector<Sign> signs = list.take();
  describe_attachment_signs(octets, signs);
  for (const Sign& sign : signs) {
    if (!stands_alone(sign.code)) continue;
    reasons.push_back(reason_of(sign));
    reasons.back().weight = 0;  // nothing is scored
  }
}

void add_asks(const store::MessageRecord& message, std::vector<Reason>& reasons) {
  for (const store::AskFact& ask : message.writing.asks) {
    if (ask.kind >= content::kAskKinds) continue;
    const auto kind = static_cast<content::AskKind>(ask.kind);
    Reason reason;
    reason.detector = "ask";
    reason.code = fmt::format("asks_{}", content::ask_name(kind));
    reason.text = fmt::format("Asks {}.", ask_words(kind));
    reason.innocent = "Most requests are honest, and the words have other meanings.";
    reason.evidence.push_back(in_text(message.id, ask.where, "what it asks"));
    reasons.push_back(std::move(reason));
  }
}

}  // namespace

void keep_what_stands_alone(const store::MessageRecord& message, std::string_view octets,
                            Finding& finding) {
  finding.reasons.clear();
  add_links(message, finding.reasons);
  add_signs(message, octets, finding.reasons);
  add_asks(message, finding.reasons);
  if (auto hidden = hidden_text(message.id, octets)) finding.reasons.push_back(std::move(*hidden));
  finding.innocent.clear();
  Settler settler(octets);
  for (Reason& reason : finding.reasons) {
    std::erase_if(reason.evidence, [&](Evidence& evidence) { return !settler.settle(evidence); });
    if (finding.innocent.find(reason.innocent) != std::string::npos) continue;
    if (!finding.innocent.empty()) finding.innocent += ' ';
    finding.innocent += reason.innocent;
  }
  finding.terms.clear();
  finding.score = 0;
  finding.verdict = Verdict::cannot_say;
  finding.ask.clear();
}

}  // namespace letterlock::hunt

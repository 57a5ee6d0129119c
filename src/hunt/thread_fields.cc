#include "hunt/thread_fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "hunt/evidence.h"

namespace letterlock::hunt {
namespace {

class FieldCheck {
 public:
  FieldCheck(const Context& context, const store::MessageRecord& message, Assessment& assessment)
      : context_(context), message_(message), assessment_(assessment) {}

  void run() {
    if (message_.claims_reply && !message_.has_references) return add_bare_prefix();
    if (!message_.claims_reply || context_.ground.parent(message_.id) != Parent::not_held) return;
    const HeldMailbox* mailbox = only_recipients_mailbox();
    if (!mailbox || !relations::is_plausible(message_.date)) return;
    const UnixTime sent = *message_.date;
    if (!covers(*mailbox, true, sent - 7 * relations::kDay, sent)) return;
    const Completeness& keeps = mailbox->keeps_sent;
    const auto missing = static_cast<double>(keeps.expected - keeps.found);
    Reason reason;
    reason.detector = "thread_truth";
    reason.code = "answers_message_not_held";
    reason.weight =
        0.6 * std::clamp(-std::log((missing + 0.5) / (static_cast<double>(keeps.expected) + 1)),
                         0.0, 2.5);
    if (keeps.expected < 10 || reason.weight < 0.3) return;
    reason.n = keeps.expected;
    reason.text = fmt::format(
        "Names a message that it answers; nobody in the case holds it, although the mailbox of {}, "
        "the only recipient, holds {} of {} messages that such answers name.",
        mailbox->owner, keeps.found, keeps.expected);
    reason.innocent = "The message answered was deleted, or was sent from another account.";
    reason.evidence.push_back(in_field(message_.id, "In-Reply-To", "the message it answers"));
    assessment_.propose("Which message were you answering?", reason.weight);
    assessment_.reasons.push_back(std::move(reason));
  }

 private:
  const HeldMailbox* only_recipients_mailbox() const {
    const HeldMailbox* mailbox = nullptr;
    for (const auto& address : message_.addresses) {
      if (address.role != store::AddressRole::to && address.role != store::AddressRole::cc)
        continue;
      if (mailbox) return nullptr;
      mailbox = context_.ground.mailbox_of(address.address);
      if (!mailbox) return nullptr;
    }
    return mailbox;
  }

  void add_bare_prefix() {
    const auto* sender = context_.baseline.correspondent(relations::sender_of(message_));
    const double replies = sender ? sender->replies : 0;
    const double bare = sender ? sender->replies_without_fields : 0;
    Reason reason;
    reason.detector = "thread_truth";
    reason.code = "reply_prefix_without_thread";
    reason.weight = std::clamp(-std::log((bare + 0.5) / (replies + 1)) / 3, 0.0, 1.0);
    if (replies < 5 || reason.weight < 0.2) return;
    reason.n = sender->replies;
    reason.text = fmt::format(
        "The subject says that this is an answer, but no field names what it answers and nothing "
        "is "
        "quoted; {} of this sender's {} earlier answers were like that.",
        sender->replies_without_fields, sender->replies);
    reason.innocent =
        "Written anew with an old subject, or by a program that writes no thread fields.";
    reason.evidence.push_back(in_field(message_.id, "Subject", "the prefix"));
    assessment_.propose("Which message were you answering?", reason.weight);
    assessment_.reasons.push_back(std::move(reason));
  }

  const Context& context_;
  const store::MessageRecord& message_;
  Assessment& assessment_;
};

}  // namespace

void check_thread_fields(const Context& context, const store::MessageRecord& message,
                         Assessment& assessment) {
  FieldCheck(context, message, assessment).run();
}

}  // namespace letterlock::hunt

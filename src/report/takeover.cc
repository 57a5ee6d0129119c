#include "report/takeover.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/arena.h"
#include "base/printable.h"
#include "mime/address.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using exposure::Certainty;

// As From would write it; "" where an account is no address.
std::string address_of(const std::string& account) {
  Arena arena;
  const auto mailboxes = mime::parse_addresses(account, arena);
  return mailboxes.size() == 1 && account.find('@') != std::string::npos
             ? mime::normalized(mailboxes.front())
             : "";
}

// What the ways of access of at least this certainty tell of a mailbox; nullopt where none has just
// this one.
std::optional<leak::TakenOver> window_of(const exposure::ExposureResult& result,
                                         const exposure::ReachedMailbox& mailbox,
                                         Certainty certainty) {
  leak::TakenOver window;
  std::optional<UnixTime> from;
  UnixTime last = 0;
  bool has_it = false;
  for (const std::uint32_t index : mailbox.contexts) {
    const exposure::AccessContext& context = result.contexts[index];
    if (context.certainty > certainty) continue;
    has_it |= context.certainty == certainty;
    if (!context.got_in) continue;
    from = std::min(from.value_or(context.first_in), context.first_in);
    last = std::max(last, context.last_in);
    window.access.push_back(exposure::context_label(index));
  }
  if (!has_it || !from) return std::nullopt;
  window.from = *from;
  window.end_recorded = mailbox.eviction.has_value();
  window.until = mailbox.eviction.value_or(result.logged ? result.logged->until : last);
  window.source = leak::TakenOver::Source::logs;
  window.proposed = result.proposed;
  window.certainty = exposure::certainty_name(certainty);
  for (const exposure::Deed& deed : result.activity.sent) {
    if (deed.failed || deed.message_id.empty()) continue;
    if (result.contexts[deed.context].certainty <= certainty) {
      window.sent.emplace(deed.message_id, deed.record);
    }
  }
  return window;
}

}  // namespace

std::vector<leak::TakenOver> taken_over_by(const exposure::ExposureResult& result) {
  std::vector<leak::TakenOver> windows;
  for (const exposure::ReachedMailbox& mailbox : result.mailboxes) {
    const std::string address = address_of(mailbox.account);
    if (address.empty() || !mailbox.folders.empty()) continue;
    for (const Certainty certainty : {Certainty::certain, Certainty::likely, Certainty::possible}) {
      auto window = window_of(result, mailbox, certainty);
      if (!window) continue;
      window->address = address;
      windows.push_back(std::move(*window));
    }
  }
  return windows;
}

std::string takeover_words(const leak::InOtherHands& found) {
  if (found.window.proposed) return "perhaps while the account was in other hands";
  return found.record.empty() ? "while the account was in other hands"
                              : "sent by who had taken the account over";
}

std::string takeover_sentence(const leak::InOtherHands& found) {
  const leak::TakenOver& window = found.window;
  if (window.source == leak::TakenOver::Source::user) {
    return "The account was in other hands at that time, as you said: a good signature then says "
           "nothing of its owner.";
  }
  std::string ways;
  for (const std::string& way : window.access) ways += (ways.empty() ? "" : ", ") + way;
  std::string text =
      found.record.empty()
          ? fmt::format("Its Date lies in the time in which somebody else had access to {}",
                        printable(window.address))
          : fmt::format("A record of the provider ({}) names it as sent by who had taken {} over",
                        printable(found.record), printable(window.address));
  text += fmt::format(" ({} to {}{}; {}, {}): ", minute(window.from), minute(window.until),
                      window.end_recorded ? "" : ", where the logs end; no record shows an end",
                      ways, window.certainty);
  text += window.proposed
              ? "so the logs propose, and nobody has confirmed where that begins (letterlock "
                "exposure shows why). If it holds, a good signature says nothing of the owner."
              : "a good signature then says nothing of the owner.";
  return text;
}

}  // namespace letterlock::report

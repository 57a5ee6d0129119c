#include "hunt/signs_of.h"

#include <fmt/core.h>

#include <algorithm>

#include "dns/registrable_domain.h"
#include "hunt/attachment_signs.h"
#include "hunt/evidence.h"
#include "hunt/link_signs.h"

namespace letterlock::hunt {
namespace {

// Different domains of one message that are compared with the known ones.
constexpr std::size_t kMostCompared = 20;

std::string_view domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

std::string known_as(const Lookalikes::Match& match) {
  return match.own ? fmt::format("the case's own domain {}", in_quotes(match.known))
                   : fmt::format("{}, a domain of {} earlier messages", in_quotes(match.known),
                                 match.messages);
}

Expected<void> look_for_device_code(const Context& context, const store::MessageRecord& message,
                                    SignList& out) {
  if (!out.has(SignCode::link_device_login)) return {};
  auto octets = context.evidence(message.id);
  if (!octets) return fail(std::move(octets));
  add_device_code(message, *octets, out);
  return {};
}

}  // namespace

void Signs::start(const Ground& ground) {
  if (started_) return;
  started_ = true;
  for (const HeldMailbox& mailbox : ground.mailboxes()) {
    if (!mailbox.owner.empty()) lookalikes_.add_own(domain_of(mailbox.owner));
  }
}

void Signs::add_lookalikes(const Context& context, const store::MessageRecord& message,
                           SignList& out) const {
  std::vector<std::string_view> done;
  for (const auto& link : message.links) {
    if (!relations::is_shown_link(link) || (link.in_quoted_text && !message.claims_forward)) {
      continue;
    }
    if (std::find(done.begin(), done.end(), link.domain) != done.end()) continue;
    if (done.size() == kMostCompared) break;
    done.push_back(link.domain);
    const LinkView view(message, link);
    if (const auto match = lookalikes_.prefix_of(link.host, link.domain)) {
      out.add(
          view.sign(SignCode::link_prefixed_by_known,
                    fmt::format("The host {} begins with {}, but belongs to {}.",
                                in_quotes(link.host), known_as(*match), in_quotes(link.domain))));
    }
    // What many link to is known for itself.
    const auto* seen = context.baseline.link_domain(link.domain);
    if (seen != nullptr && seen->senders >= relations::kCommonplaceSenders) continue;
    if (const auto match = lookalikes_.find(link.domain)) {
      out.add(
          view.sign(match->own ? SignCode::link_like_own_domain : SignCode::link_like_correspondent,
                    fmt::format("The link leads to {}, which reads like {} {}.",
                                in_quotes(link.domain), known_as(*match), match->how)));
    }
  }
  for (const auto& address : message.addresses) {
    const bool from = address.role == store::AddressRole::from;
    if (!from && address.role != store::AddressRole::reply_to) continue;
    const std::string domain = dns::organizational_domain(domain_of(address.address));
    const auto match = domain.empty() ? std::nullopt : lookalikes_.find(domain);
    if (!match) continue;
    Sign sign;
    sign.code = match->own ? SignCode::sender_like_own_domain : SignCode::sender_like_correspondent;
    sign.text = fmt::format("{} is at {}, which reads like {} {}.",
                            from ? "The sender" : "The address for answers", in_quotes(domain),
                            known_as(*match), match->how);
    sign.cause = domain;
    sign.evidence = in_field(message.id, from ? "From" : "Reply-To", "the address");
    out.add(std::move(sign));
  }
}

Expected<std::vector<Sign>> Signs::of(const Context& context, const store::MessageRecord& message) {
  start(context.ground);
  SignList list;
  add_link_signs(message, list);
  add_attachment_signs(message, list);
  add_lookalikes(context, message, list);
  if (auto done = look_for_device_code(context, message, list); !done) return fail(std::move(done));
  lookalikes_.observe(message);
  std::vector<Sign> signs = list.take();
  std::stable_sort(signs.begin(), signs.end(), [](const Sign& a, const Sign& b) {
    return sign_kind(a.code).weight > sign_kind(b.code).weight;
  });
  return signs;
}

}  // namespace letterlock::hunt

#include "leak/correspondents.h"

#include <algorithm>

#include "base/ascii.h"
#include "mime/address.h"

namespace letterlock::leak {
namespace {

// Fields that lists and relays replace by values of their own.
constexpr mime::FieldName kReplaced[] = {mime::FieldName::sender, mime::FieldName::from,
                                         mime::FieldName::reply_to};
constexpr std::size_t kLongestBody = 1000;
constexpr std::size_t kMostRecipients = 64;  // kept of one author

std::string author_of(const mime::Message& message) {
  const mime::HeaderField* from = message.find(mime::FieldName::from);
  if (from == nullptr) return "";
  const auto mailboxes = mime::parse_addresses(message, *from);
  return mailboxes.size() == 1 ? mime::normalized(mailboxes.front()) : std::string();
}

}  // namespace

void Correspondents::add(const mime::Message& message) {
  for (std::string& hint : recipient_hints(message)) {
    if (hints_.size() < kMostHints || hints_.contains(hint)) ++hints_[std::move(hint)];
  }
  const std::string author = author_of(message);
  if (author.empty()) return;
  const auto known = authors_.find(author);
  if (known == authors_.end() && authors_.size() >= kMostAuthors) return;
  Author& told = known == authors_.end() ? authors_[author] : known->second;
  for (const mime::FieldName name : kReplaced) {
    const mime::HeaderField* field = message.find(name);
    if (field == nullptr) continue;
    const std::string_view body = trim(message.octets(field->body));
    std::set<std::string>& bodies = told.bodies[std::string(mime::field_name(name))];
    if (body.size() <= kLongestBody && bodies.size() < kMostValues) bodies.emplace(body);
  }
  for (const mime::FieldName name : {mime::FieldName::to, mime::FieldName::cc}) {
    const mime::HeaderField* field = message.find(name);
    if (field == nullptr || told.wrote_to.size() >= kMostRecipients) continue;
    for (const mime::MailboxView& mailbox : mime::parse_addresses(message, *field)) {
      if (told.wrote_to.size() < kMostRecipients) told.wrote_to.insert(mime::normalized(mailbox));
    }
  }
}

void Correspondents::settle() {
  std::vector<std::pair<std::uint64_t, std::string>> ranked;
  ranked.reserve(hints_.size());
  for (const auto& [hint, count] : hints_) ranked.emplace_back(count, hint);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  likely_.clear();
  for (std::size_t i = 0; i < ranked.size() && i < kHintsGiven; ++i) {
    likely_.push_back(std::move(ranked[i].second));
  }
  hints_.clear();
}

RepairContext Correspondents::context_for(const mime::Message& message) const {
  RepairContext context;
  context.addresses = likely_;
  const auto known = authors_.find(author_of(message));
  if (known == authors_.end()) return context;
  for (const auto& [name, bodies] : known->second.bodies) {
    context.fields.push_back({name, {bodies.begin(), bodies.end()}});
  }
  context.addresses.insert(context.addresses.end(), known->second.wrote_to.begin(),
                           known->second.wrote_to.end());
  return context;
}

}  // namespace letterlock::leak

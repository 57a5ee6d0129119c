// Addresses put back: candidates from the message itself and from the caller.
#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/base64.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

using enum mime::FieldName;

// More do not come out of one message.
constexpr std::size_t kMostFound = 500;
// The scan of a message for tokens; links stand in its first megabytes.
constexpr std::size_t kScanned = 4u << 20;
constexpr std::size_t kLongestField = 16'384;

bool is_local_char(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '\'' || c == '/';
}
bool is_domain_char(char c) { return is_alnum(c) || c == '.' || c == '-'; }

class Found {
 public:
  void add(std::string_view local, std::string_view domain) {
    while (domain.ends_with('.') || domain.ends_with('-')) domain.remove_suffix(1);
    while (local.starts_with('.') || local.starts_with('\'')) local.remove_prefix(1);
    if (local.empty() || local.size() > 64 || domain.size() > 255 ||
        domain.find('.') == domain.npos || all_.size() >= kMostFound) {
      return;
    }
    std::string address(local);
    address.append("@").append(domain);
    if (seen_.insert(lower_ascii(address)).second) all_.push_back(std::move(address));
  }
  std::vector<std::string> take() { return std::move(all_); }

 private:
  std::vector<std::string> all_;
  std::set<std::string> seen_;
};

// Addresses at the signer's domain that the author's name and local-part suggest.
std::vector<std::string> likely_accounts(const HeaderModel& model) {
  const mime::HeaderField* const field = model.message().find(from);
  if (field == nullptr) return {};
  const auto items = address_items(model.message().octets(field->body));
  if (!items || items->empty()) return {};
  std::vector<std::string> names;
  std::string word;
  for (const char c : without_quotes((*items)[0].name) + " ") {
    if (is_alnum(c)) {
      word += to_lower(c);
    } else if (!word.empty()) {
      names.push_back(std::move(word));
      word.clear();
    }
  }
  const std::string& address = (*items)[0].address;
  const std::size_t at = address.find('@');
  const std::string own = lower_ascii(address.substr(0, at));
  const std::string host =
      at == address.npos ? "" : address.substr(at + 1, address.find('.', at) - at - 1);
  std::vector<std::string> locals{own,  own + host, own + "." + host,
                                  host, host + own, host + "." + own};
  if (names.size() > 1) {
    const std::string &first = names.front(), &last = names.back();
    for (const std::string_view gap : {"", ".", "_", "-"}) {
      const std::string g(gap);
      for (const std::string& local :
           {first + g + last, last + g + first, first.substr(0, 1) + g + last,
            first + g + last.substr(0, 1), last + g + first.substr(0, 1), own + g + last,
            first + g + host, last + g + host, own + g + first, host + g + first}) {
        locals.push_back(local);
      }
    }
    locals.push_back(first);
    locals.push_back(last);
  }
  std::vector<std::string> accounts;
  for (const std::string& local : locals) {
    if (local.empty()) continue;
    accounts.push_back(local + "@" + model.signature().d);
    if (model.signature().d == "gmail.com") accounts.push_back(local + "@googlemail.com");
  }
  return accounts;
}

// Every local<separator>domain in `text`.
void scan(std::string_view text, std::string_view separator, Found& found) {
  for (std::size_t at = text.find(separator); at != text.npos; at = text.find(separator, at + 1)) {
    std::size_t begin = at, end = at + separator.size();
    while (begin > 0 && at - begin < 64 && is_local_char(text[begin - 1])) --begin;
    while (end < text.size() && end - at < 255 && is_domain_char(text[end])) ++end;
    const std::string_view local = text.substr(begin, at - begin);
    const std::string_view domain = text.substr(at + separator.size(), end - at - separator.size());
    found.add(local, domain);
    // VERP puts the recipient behind its own words: bounce-123-user=host@.
    if (separator == "=") {
      for (std::size_t cut = local.find_first_of("-+."); cut != local.npos;
           cut = local.find_first_of("-+.", cut + 1)) {
        found.add(local.substr(cut + 1), domain);
      }
    }
  }
}

bool is_base64_char(char c) { return is_alnum(c) || c == '+' || c == '/' || c == '-' || c == '_'; }

// Words of the base64 alphabets that hold an address. Tokens are often several values run together
// or begin in the middle of a quantum, so each of the four phases is tried.
void scan_tokens(std::string_view text, Found& found) {
  std::size_t tried = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_base64_char(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_base64_char(text[end])) ++end;
    if (end - at >= 12 && end - at <= 2'000 && ++tried < 5'000) {
      for (std::size_t phase = 0; phase < 4; ++phase) {
        std::string token(text.substr(at + phase, end - at - phase));
        std::replace(token.begin(), token.end(), '-', '+');
        std::replace(token.begin(), token.end(), '_', '/');
        token.resize(token.size() / 4 * 4 + (token.size() % 4 == 1 ? 0 : token.size() % 4));
        while (token.size() % 4 != 0) token += 'A';
        if (const auto decoded = base64_decode(token)) scan(*decoded, "@", found);
      }
    }
    at = end;
  }
}

// The forms in which a mailbox with that address would be written.
std::vector<std::string> forms(const std::string& address, const std::string& name) {
  const std::string angled = "<" + address + ">";
  const std::string local = address.substr(0, address.find('@'));
  std::vector<std::string> all{address,
                               angled,
                               "\"" + address + "\" " + angled,
                               address + " " + angled,
                               local + " " + angled,
                               "\"" + local + "\" " + angled};
  if (!name.empty()) {
    all.push_back(name + " " + angled);
    all.push_back("\"" + without_quotes(name) + "\" " + angled);
    all.push_back(without_quotes(name) + " " + angled);
  }
  return all;
}

void keep_disclosing(FieldGroup& group, std::optional<Variant> variant) {
  if (variant) variant->discloses = true;
  keep(group, std::move(variant));
}

// Google's own mail tools name the user and the machine in X-Received; the Sender that they write
// is made of these. Other hosts take the account's address for Sender, which often is the author's
// name at the signer's domain.
void add_senders(const HeaderModel& model, FieldGroup& group) {
  if (group.id != sender) return;
  const auto keep_sender = [&](std::string_view body) {
    keep_disclosing(group, model.with_body(group, body, Change::sender_replaced, Tier::dictionary));
    keep_disclosing(group,
                    model.with_inserted(group, body, Change::field_dropped, Tier::dictionary));
  };
  for (const mime::HeaderField& field : model.message().header()) {
    const std::string body = unfolded(model.message().octets(field.body));
    const std::size_t user = body.find("(user="), from_word = body.find("from ");
    if (user == body.npos || from_word == body.npos) continue;
    const std::string name = body.substr(user + 6, body.find_first_of(" )", user) - user - 6);
    const std::string host =
        body.substr(from_word + 5, body.find(' ', from_word + 5) - from_word - 5);
    keep_sender("\"" + name + " via sendgmr\" <" + name + "@" + host + ">");
    keep_sender(name + " via sendgmr <" + name + "@" + host + ">");
  }
  for (const std::string& account : likely_accounts(model)) keep_sender(account);
}

std::string replaced_all(std::string_view text, std::string_view what, std::string_view with) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= what.size() && equals_ignore_case(text.substr(at, what.size()), what)) {
      out += with;
      at += what.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> recipient_hints(const mime::Message& message) {
  Found found;
  for (const mime::HeaderField& field : message.header()) {
    const std::string_view body = message.octets(field.body);
    if (body.size() <= kLongestField) scan(body, "=", found);
  }
  const std::string_view all = message.octets().substr(0, kScanned);
  scan(all, "%40", found);
  scan_tokens(all, found);
  for (const mime::Entity& entity : message.entities()) {
    using enum mime::MediaClass;
    if (entity.media != text_plain && entity.media != text_html) continue;
    const std::string_view text = message.decoded(entity).substr(0, kScanned);
    scan(text, "%40", found);
    scan_tokens(text, found);
  }
  return found.take();
}

std::vector<std::string> addresses_within(const mime::Message& message) {
  std::vector<std::string> all = recipient_hints(message);
  Found plain;
  for (const mime::HeaderField& field : message.header()) {
    const std::string_view body = message.octets(field.body);
    if (body.size() <= kLongestField) scan(body, "@", plain);
  }
  for (const mime::Entity& entity : message.entities()) {
    using enum mime::MediaClass;
    if (entity.media != text_plain && entity.media != text_html) continue;
    scan(message.decoded(entity).substr(0, kScanned), "@", plain);
  }
  for (std::string& address : plain.take()) all.push_back(std::move(address));
  return all;
}

void add_dictionary(const HeaderModel& model, FieldGroup& group, const RepairContext& context,
                    std::span<const std::string> addresses, const RepairLimits& limits) {
  if (!context.disclosing || (group.id != to && group.id != cc && group.id != sender)) return;
  add_senders(model, group);
  std::vector<AddressItem> items;
  if (const auto body = model.first_body(group)) {
    items = address_items(*body).value_or(std::vector<AddressItem>());
  }
  // A long list is not what was masked.
  if (items.size() > 8) return;
  std::size_t taken = 0;
  for (const std::string& address : addresses) {
    if (++taken > limits.dictionary) return;
    const std::string name = items.empty() ? std::string() : items[0].name;
    const Change change = group.id == sender ? Change::sender_replaced : Change::address_replaced;
    for (const std::string& form : forms(address, name)) {
      keep_disclosing(group, model.with_body(group, form, change, Tier::dictionary));
      keep_disclosing(group,
                      model.with_inserted(group, form, Change::field_dropped, Tier::dictionary));
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::vector<AddressItem> others(items);
      others[i].address = address;
      keep_disclosing(group, model.with_body(group, written(others, {}), change, Tier::dictionary));
    }
  }
}

// Who masks a recipient does so in every field; what stood there is one address.
std::vector<Joint> masked_joints(const HeaderModel& model, std::span<const std::string> addresses,
                                 const RepairLimits& limits) {
  std::vector<Joint> joints;
  std::vector<std::string> masked;
  for (const std::string_view name : {"to", "cc"}) {
    const FieldGroup* group = model.group(name);
    const auto body = group == nullptr ? std::nullopt : model.first_body(*group);
    if (!body) continue;
    const auto items = address_items(*body).value_or(std::vector<AddressItem>());
    if (items.size() > 8) continue;
    for (const AddressItem& item : items) {
      if (item.address.size() > 3) masked.push_back(item.address);
    }
  }
  for (const std::string& found : masked) {
    for (const std::string& address : addresses) {
      if (joints.size() >= limits.dictionary) return joints;
      Joint joint;
      for (const FieldGroup& group : model.groups()) {
        const auto body = model.first_body(group);
        if (!body || body->size() > 16'384) continue;
        const std::string other = replaced_all(*body, found, address);
        auto variant =
            model.with_body(group, other, Change::recipient_masked, Tier::dictionary, true);
        if (!variant) continue;
        variant->discloses = true;
        joint.push_back(std::move(*variant));
      }
      if (!joint.empty()) joints.push_back(std::move(joint));
    }
  }
  return joints;
}

}  // namespace letterlock::leak

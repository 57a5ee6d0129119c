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

std::vector<std::string> addresses_within(const mime::Message& message) {
  Found found;
  for (const mime::HeaderField& field : message.header()) {
    const std::string_view body = message.octets(field.body);
    if (body.size() > 16'384) continue;
    scan(body, "=", found);
    scan(body, "@", found);
  }
  const std::string_view all = message.octets().substr(0, kScanned);
  scan(all, "%40", found);
  scan_tokens(all, found);
  for (const mime::Entity& entity : message.entities()) {
    using enum mime::MediaClass;
    if (entity.media != text_plain && entity.media != text_html) continue;
    const std::string_view text = message.decoded(entity).substr(0, kScanned);
    scan(text, "%40", found);
    scan(text, "@", found);
    scan_tokens(text, found);
  }
  return found.take();
}

void add_dictionary(const HeaderModel& model, FieldGroup& group, const RepairContext& context,
                    std::span<const std::string> addresses, const RepairLimits& limits) {
  if (!context.disclosing || (group.id != to && group.id != cc && group.id != sender)) return;
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

// Address fields: how names and addresses are written, what was appended or left out.
#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

using enum mime::FieldName;

constexpr std::string_view kNoRecipients[] = {"undisclosed-recipients:;",
                                              "undisclosed-recipients: ;",
                                              "Undisclosed recipients:;",
                                              "undisclosed recipients: ;",
                                              "undisclosed recipients:;",
                                              "Undisclosed recipients: ;",
                                              "Undisclosed-recipients:;",
                                              "Undisclosed-Recipients:;",
                                              "Undisclosed-recipients: ;",
                                              "\"Undisclosed recipients:\" ;",
                                              "undisclosed-recipients:",
                                              "unlisted-recipients:;",
                                              "recipient list not shown:;",
                                              "Recipient list not shown:;",
                                              "recipient list not shown: ;",
                                              "Recipients:;",
                                              ";",
                                              "<>",
                                              "undisclosed-recipients:; (no To-header on input)"};

constexpr std::string_view kCommas[] = {", ", ",", " , ", ",  ", "; "};
constexpr NameQuotes kQuotes[] = {NameQuotes::as_found, NameQuotes::always,
                                  NameQuotes::where_needed, NameQuotes::single};
constexpr Angles kAngles[] = {Angles::as_found, Angles::always, Angles::with_name_only};
// More mailboxes than that are not varied one by one.
constexpr std::size_t kOneByOne = 64;
constexpr std::size_t kCopiedOctets = 4u << 20;

bool holds_addresses(const FieldGroup& group) {
  return group.id == from || group.id == sender || group.id == reply_to || group.id == to ||
         group.id == cc || group.id == bcc || group.lower.starts_with("resent-");
}

// Host names in the trace.
std::vector<std::string> hosts_on_the_way(const mime::Message& message) {
  std::vector<std::string> hosts;
  for (const mime::HeaderField& field : message.header()) {
    if (field.id != mime::FieldName::received || hosts.size() >= 40) continue;
    std::string word;
    for (const char c : message.octets(field.body).substr(0, 1'000)) {
      if (is_alnum(c) || c == '.' || c == '-') {
        word += c;
        continue;
      }
      if (word.find('.') != word.npos && is_alpha(word.back()) &&
          std::find(hosts.begin(), hosts.end(), word) == hosts.end()) {
        hosts.push_back(word);
      }
      word.clear();
    }
  }
  return hosts;
}

class AddressVariants {
 public:
  AddressVariants(const HeaderModel& model, FieldGroup& group)
      : model_(model), group_(group), hosts_(hosts_on_the_way(model.message())) {}

  void keep_body(std::string_view body, Change change) {
    keep(group_, model_.with_body(group_, body, change, Tier::address));
  }
  void keep_items(const std::vector<AddressItem>& items, Change change) {
    keep_body(written(items, {}), change);
  }

  void restyled(const std::vector<AddressItem>& items) {
    for (const std::string_view comma : kCommas) {
      for (const NameQuotes quotes : kQuotes) {
        for (const Angles angles : kAngles) {
          keep_body(written(items, {quotes, angles, comma}), Change::addresses_restyled);
        }
      }
    }
  }

  void one_by_one(const std::vector<AddressItem>& items) {
    // Each costs about twenty copies of the whole.
    const std::size_t most = kCopiedOctets / (20 * written(items, {}).size() + 1);
    for (std::size_t i = 0; i < items.size() && i < std::min(kOneByOne, most); ++i) {
      for (const NameQuotes quotes : kQuotes) {
        for (const Angles angles : kAngles) {
          std::string body;
          for (std::size_t j = 0; j < items.size(); ++j) {
            if (j > 0) body += ", ";
            body += written(items[j], j == i ? AddressStyle{quotes, angles, ", "} : AddressStyle{});
          }
          keep_body(body, Change::addresses_restyled);
        }
      }
      nameless(items, i);
      uncompleted(items, i);
      std::vector<AddressItem> fewer(items);
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (!fewer.empty()) keep_items(fewer, Change::address_added);
    }
  }

  // A relay appended its host to a local-part, or to what was no address at all.
  void uncompleted(const std::vector<AddressItem>& items, std::size_t i) {
    const std::string& address = items[i].address;
    const std::size_t at = address.rfind('@');
    if (at == address.npos) return;
    std::vector<AddressItem> fewer(items);
    fewer[i].address = address.substr(0, at);
    keep_items(fewer, Change::address_completed);
    if (!items[i].angled || items[i].name.empty()) {
      fewer[i].angled = !items[i].angled;
      keep_items(fewer, Change::address_completed);
    }
    for (std::size_t dot = address.find('.', at); dot != address.npos;
         dot = address.find('.', dot + 1)) {
      fewer[i] = items[i];
      fewer[i].address = address.substr(0, dot);
      keep_items(fewer, Change::address_completed);
    }
    completed_alike(items, address.substr(at));
    // The host that was appended was itself shortened to its domain later.
    for (const std::string& host : hosts_) {
      if (!host.ends_with("." + address.substr(at + 1))) continue;
      fewer[i] = items[i];
      fewer[i].address = address.substr(0, at + 1) + host;
      keep_items(fewer, Change::address_completed);
    }
  }

  // The same host was appended to all that have it.
  void completed_alike(const std::vector<AddressItem>& items, const std::string& host) {
    std::vector<AddressItem> all(items);
    for (AddressItem& item : all) {
      if (item.address.ends_with(host)) {
        item.address.resize(item.address.size() - host.size());
      }
    }
    keep_items(all, Change::address_completed);
    // A phrase without commas, of which each word was taken for an address.
    std::string phrase;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool word = all[i].address != items[i].address;
      const bool before = i > 0 && all[i - 1].address != items[i - 1].address;
      if (i > 0) phrase += word && before ? " " : ", ";
      phrase += written(all[i], {});
    }
    keep_body(phrase, Change::address_completed);
  }

  // The name is the address again, or was lost.
  void nameless(const std::vector<AddressItem>& items, std::size_t i) {
    std::vector<AddressItem> other(items);
    other[i].name.clear();
    keep_items(other, Change::addresses_restyled);
    other[i].angled = false;
    keep_items(other, Change::addresses_restyled);
    other[i].angled = true;
    for (const std::string& name :
         {"\"" + items[i].address + "\"", items[i].address, "'" + items[i].address + "'",
          "\"'" + items[i].address + "'\"", "\"" + without_quotes(items[i].name) + "\"",
          "\"'" + without_quotes(items[i].name) + "'\""}) {
      other[i].name = name;
      keep_items(other, Change::addresses_restyled);
    }
  }

  void keep_author(std::string_view body) {
    keep(group_, model_.with_body(group_, body, Change::from_replaced_by_list, Tier::presence));
  }

  // From munged by a list: "Name via List" <list@...>, the author in another field.
  void unmunged() {
    const auto own = address_items(*model_.first_body(group_));
    if (!own || own->empty()) return;
    std::string name = without_quotes((*own)[0].name);
    const std::size_t via = name.rfind(" via ");
    if (via != name.npos) name.resize(via);
    for (const std::string_view field :
         {"Reply-To", "Cc", "X-Original-From", "Original-From", "X-Original-Sender", "X-Sender",
          "Mail-Reply-To", "X-Google-Original-From", "Sender", "Return-Path", "X-MailFrom"}) {
      const mime::HeaderField* found = model_.message().find(field);
      if (found == nullptr) continue;
      const std::string_view body = trim(model_.message().octets(found->body));
      keep_author(body);
      for (const AddressItem& item : address_items(body).value_or(std::vector<AddressItem>())) {
        as_author(item, name);
      }
    }
  }

  void as_author(const AddressItem& item, const std::string& name) {
    const std::string angled = "<" + item.address + ">";
    for (const std::string& body :
         {written(item, {}), name + " " + angled, "\"" + name + "\" " + angled, item.address,
          angled, written(item, {NameQuotes::always, Angles::always, ", "}),
          written(item, {NameQuotes::where_needed, Angles::always, ", "}),
          item.address + " (" + name + ")"}) {
      keep_author(body);
    }
  }

 private:
  const HeaderModel& model_;
  FieldGroup& group_;
  std::vector<std::string> hosts_;
};

void add_no_recipients(const HeaderModel& model, FieldGroup& group) {
  if (group.id != to && group.id != cc && group.id != bcc) return;
  for (const std::string_view form : kNoRecipients) {
    keep(group, model.with_body(group, form, Change::address_list_replaced, Tier::address));
    keep(group, model.with_inserted(group, form, Change::field_dropped, Tier::address));
  }
}

}  // namespace

void add_addresses(const HeaderModel& model, FieldGroup& group) {
  if (!holds_addresses(group)) return;
  add_no_recipients(model, group);
  const auto body = model.first_body(group);
  if (!body) return;
  AddressVariants variants(model, group);
  if (group.id == from) variants.unmunged();
  const std::string flat(trim(unfolded(*body)));
  variants.keep_body(flat + ",", Change::addresses_restyled);
  if (flat.ends_with(',')) {
    variants.keep_body(flat.substr(0, flat.size() - 1), Change::addresses_restyled);
  }
  const auto items = address_items(*body);
  if (!items || items->empty()) return;
  variants.keep_items(*items, Change::addresses_restyled);
  variants.restyled(*items);
  variants.one_by_one(*items);
}

}  // namespace letterlock::leak

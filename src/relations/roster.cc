#include "relations/roster.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/printable.h"
#include "mime/address.h"

namespace letterlock::relations {
namespace {

// Everything that is wrong names its place.
class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}

  Expected<std::vector<RosterPerson>> read(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (key.str() != "person") {
        return wrong(node, "there is no \"{}\" in a roster; people stand under [[person]]",
                     printable(key.str()));
      }
      const toml::array* list = node.as_array();
      if (list == nullptr) return wrong(node, "\"person\" is not a list: write [[person]]");
      if (list->size() > kMostRosterPeople) {
        return wrong(node, "more than {} people", kMostRosterPeople);
      }
      for (const toml::node& one : *list) {
        const toml::table* person = one.as_table();
        if (person == nullptr) return wrong(one, "a person is a table: write [[person]]");
        auto read = read_person(*person);
        if (!read) return fail(std::move(read));
        people_.push_back(std::move(*read));
      }
    }
    return std::move(people_);
  }

  template <class... Args>
  Unexpected wrong(const toml::node& node, fmt::format_string<Args...> format, Args&&... args) {
    return at_line(node.source().begin.line, fmt::format(format, std::forward<Args>(args)...));
  }
  Unexpected at_line(std::uint32_t line, const std::string& what) const {
    return fail(ErrorCode::config, "{}:{}: {}", file_, line, what);
  }

 private:
  Expected<RosterPerson> read_person(const toml::table& table) {
    RosterPerson person;
    person.line = table.source().begin.line;
    for (const auto& [key, node] : table) {
      auto read = read_member(key.str(), node, person);
      if (!read) return fail(std::move(read));
    }
    if (person.addresses.empty()) {
      return at_line(person.line, person.name.empty() ? "a person without addresses"
                                                      : fmt::format("\"{}\" has no addresses",
                                                                    printable(person.name)));
    }
    if (person.from && person.until && *person.until <= *person.from) {
      return at_line(person.line, fmt::format("the role of \"{}\" ends before it begins",
                                              printable(person.addresses.front())));
    }
    return person;
  }

  Expected<void> read_member(std::string_view key, const toml::node& node, RosterPerson& person) {
    if (key == "name") return read_text(key, node, person.name);
    if (key == "organisation") return read_text(key, node, person.organisation);
    if (key == "role") return read_text(key, node, person.role);
    if (key == "addresses") return read_addresses(node, person);
    if (key == "from") return read_day(key, node, 0, person.from);
    if (key == "until") return read_day(key, node, 1, person.until);
    if (key == "vip") {
      const auto* flag = node.as_boolean();
      if (flag == nullptr) return wrong(node, "vip is true or false");
      person.vip = flag->get();
      return {};
    }
    return wrong(node,
                 "\"{}\" is not known; a person has name, addresses, organisation, role, from, "
                 "until, vip",
                 printable(key));
  }

  Expected<void> read_text(std::string_view key, const toml::node& node, std::string& into) {
    const auto* text = node.as_string();
    if (text == nullptr) return wrong(node, "{} is a text in quotation marks", key);
    into = text->get();
    return {};
  }

  Expected<void> read_addresses(const toml::node& node, RosterPerson& person) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return wrong(node, "addresses is a list: [\"ada@meridian.example\"]");
    for (const toml::node& one : *list) {
      const auto* text = one.as_string();
      if (text == nullptr) return wrong(one, "an address is a text in quotation marks");
      Arena arena;
      const auto mailboxes = mime::parse_addresses(text->get(), arena);
      const std::string address =
          mailboxes.size() == 1 ? lower_ascii(mime::normalized(mailboxes.front())) : std::string();
      if (address.find('@') == std::string::npos) {
        return wrong(one, "\"{}\" is not one address", printable(text->get()));
      }
      person.addresses.push_back(address);
      const auto [known, added] = lines_.try_emplace(address, one.source().begin.line);
      if (!added) {
        return wrong(one, "\"{}\" stands in line {} too; an address belongs to one person",
                     printable(address), known->second);
      }
    }
    return {};
  }

  // A day without a time, as the roster means it, or a moment.
  Expected<void> read_day(std::string_view key, const toml::node& node, int days_later,
                          std::optional<UnixTime>& into) {
    const auto* day = node.as_date();
    if (day == nullptr) return wrong(node, "{} is a day without quotation marks: 2025-06-30", key);
    const toml::date date = day->get();
    into = (days_from_civil(date.year, date.month, date.day) + days_later) * 86'400;
    return {};
  }

  std::string file_;
  std::vector<RosterPerson> people_;
  std::unordered_map<std::string, std::uint32_t> lines_;  // where an address was first named
};

}  // namespace

Expected<Roster> Roster::parse(std::string_view text, std::string_view file) {
  Reader reader(printable(file));
  if (text.size() > kMostRosterOctets) {
    return fail(ErrorCode::limit, "{}: larger than {} octets", printable(file), kMostRosterOctets);
  }
  Roster roster;
  try {
    const toml::table table = toml::parse(text, std::string_view());
    auto people = reader.read(table);
    if (!people) return fail(std::move(people));
    roster.people_ = std::move(*people);
  } catch (const toml::parse_error& error) {
    return reader.at_line(error.source().begin.line, printable(error.description()));
  }
  for (std::size_t i = 0; i < roster.people_.size(); ++i) {
    for (const std::string& address : roster.people_[i].addresses) {
      roster.by_address_.emplace(address, i);
    }
  }
  return roster;
}

const RosterPerson* Roster::find(std::string_view address) const {
  const auto found = by_address_.find(lower_ascii(address));
  return found == by_address_.end() ? nullptr : &people_[found->second];
}

}  // namespace letterlock::relations

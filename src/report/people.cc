#include "report/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "report/page.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

constexpr std::size_t kChoicesShown = 20;

// `text` cut and filled up to `width` columns.
std::string cell(std::string_view text, std::size_t width) {
  std::string cut = ellipsize(printable(text), width);
  const std::size_t used = columns(cut);
  return cut + std::string(used < width ? width - used : 0, ' ');
}

std::string line_of(const relations::Person& person, UnixTime end, const Page& page) {
  const std::string& address = person.addresses.front().address;
  std::string line =
      fmt::format("{:>8} {:>8}  {:<10}  {}  {}", grouped(person.sent), grouped(person.received),
                  person.rhythm.messages ? day(person.rhythm.last) : "never", cell(person.name, 22),
                  printable(address));
  std::string remarks = role_words(person, end);
  if (person.addresses.size() > 1) {
    remarks += fmt::format("{}{} addresses", remarks.empty() ? "" : ", ", person.addresses.size());
  }
  if (person.went_silent(end)) {
    remarks +=
        fmt::format("{}{}", remarks.empty() ? "" : ", ",
                    page.styled("1;33", fmt::format("silent since {}", day(person.rhythm.last))));
  }
  if (!remarks.empty()) line += "\n" + std::string(31, ' ') + remarks;
  return line + "\n";
}

bool is_notable(const relations::Person& person, UnixTime end) {
  return person.went_silent(end) || (person.roster && person.roster->vip);
}

}  // namespace

std::string role_words(const relations::Person& person, UnixTime end) {
  if (!person.roster) return "";
  const relations::RosterPerson& known = *person.roster;
  std::string words = printable(known.role);
  const auto add = [&](const std::string& more) {
    if (!words.empty()) words += ", ";
    words += more;
  };
  if (!known.organisation.empty()) {
    words += (words.empty() ? "" : " at ") + printable(known.organisation);
  }
  if (known.vip) add("VIP");
  if (known.has_lapsed(end)) add("role ended " + day(*known.until - 1));
  return words;
}

std::string people_text(const relations::People& people, std::size_t most, bool color,
                        unsigned width) {
  Page page(color, width);
  page.raw(page.styled("1", "    Sent Received  Last wrote  Who") + "\n");
  std::size_t shown = 0, beyond = 0;
  for (const relations::Person& person : people.people()) {
    const bool in_list = most == 0 || shown < most;
    if (!in_list && !is_notable(person, people.end())) {
      ++beyond;
      continue;
    }
    ++shown;
    page.raw(line_of(person, people.end(), page));
  }
  if (beyond > 0) {
    page.raw(fmt::format("and {} more (--limit 0 shows all)\n", grouped(beyond)));
  }
  std::size_t addresses = 0;
  for (const relations::Person& person : people.people()) addresses += person.addresses.size();
  page.raw(fmt::format("{} with {}\n", counted(people.people().size(), "person", "people"),
                       counted(addresses, "address", "addresses")));
  return page.take();
}

std::string choices_text(std::string_view who,
                         const std::vector<const relations::Person*>& people) {
  std::string text =
      fmt::format("\"{}\" fits {}:\n", printable(who), counted(people.size(), "person", "people"));
  for (std::size_t i = 0; i < std::min(people.size(), kChoicesShown); ++i) {
    text += fmt::format("  {}  {}\n", cell(people[i]->name, 24),
                        printable(people[i]->addresses.front().address));
  }
  if (people.size() > kChoicesShown) {
    text += fmt::format("  and {} more\n", people.size() - kChoicesShown);
  }
  return text;
}

}  // namespace letterlock::report

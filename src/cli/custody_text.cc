#include "cli/custody_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json_value.h"
#include "base/printable.h"
#include "base/sha256.h"
#include "cli/terminal.h"
#include "report/page.h"

namespace letterlock::cli {
namespace {

using Type = JsonValue::Type;

constexpr std::size_t kShortHash = 12;
// Lists of more are counted.
constexpr std::size_t kMostListed = 3;
constexpr std::size_t kMostText = 200;
constexpr std::size_t kIndent = 8;

std::string shown(std::string_view text) { return ellipsize(printable(text), kMostText); }

std::string number(const std::string& written) {
  std::uint64_t value = 0;
  const char* const last = written.data() + written.size();
  const auto [end, error] = std::from_chars(written.data(), last, value);
  return error == std::errc() && end == last ? grouped(value) : shown(written);
}

// "" for what has no short form.
std::string scalar(const JsonValue& value) {
  switch (value.type) {
    case Type::string:
      if (Sha256::from_hex(value.text)) return value.text.substr(0, kShortHash);
      return shown(value.text);
    case Type::number:
      return number(value.text);
    case Type::boolean:
      return value.boolean ? "yes" : "no";
    default:
      return "";
  }
}

// Few things by name, or how many there are.
std::string list(const std::vector<JsonValue>& values) {
  std::string names;
  if (values.size() > kMostListed) return grouped(values.size());
  for (const JsonValue& value : values) {
    const std::string name =
        value.type == Type::object ? shown(value.string("path")) : scalar(value);
    if (name.empty()) return grouped(values.size());
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

// The members that are not 0, as classes and verdicts are counted.
std::string inner(const JsonValue& object) {
  std::string told;
  for (const auto& [name, member] : object.members) {
    const std::string value = scalar(member);
    if (value.empty() || value == "0") continue;
    told += fmt::format("{}{} {}", told.empty() ? "" : ", ", shown(name), value);
  }
  return told;
}

std::string value_text(const JsonValue& value) {
  if (value.type == Type::array) return list(value.items);
  return value.type == Type::object ? inner(value) : scalar(value);
}

// Every act's details in the same way, so that no act can be forgotten here.
std::string details_text(const JsonValue& entry) {
  const JsonValue* details = entry.find("details");
  if (details == nullptr) return "";
  std::string told;
  for (const auto& [name, member] : details->members) {
    const std::string value = value_text(member);
    if (value.empty()) continue;
    std::string words = shown(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    told += fmt::format("{}{} {}", told.empty() ? "" : "; ", words, value);
  }
  return told;
}

std::string command_text(const JsonValue& entry) {
  std::string words;
  const JsonValue* arguments = entry.find("arguments");
  if (arguments == nullptr) return words;
  for (const JsonValue& argument : arguments->items) {
    const std::string& word = argument.text;
    const bool plain = !word.empty() && word.find_first_of(" \t\"'\\$*?;&|<>()") == word.npos;
    words += words.empty() ? "" : " ";
    words += plain ? printable(word) : "'" + printable(word) + "'";
  }
  return words;
}

class LogText {
 public:
  LogText(unsigned width, bool color) : page_(color, width) {}

  void add(const std::string& line) {
    const auto parsed = parse_json(line);
    if (!parsed) return page_.paragraph(printable(line), 0);
    head(*parsed);
    const JsonValue* sequence = parsed->find("sequence");
    const std::string mark =
        sequence == nullptr ? "" : fmt::format("{:>6}  ", shown(sequence->text));
    const std::string details = details_text(*parsed);
    page_.paragraph(fmt::format("{} {}{} [{}]", shown(parsed->string("time")),
                                page_.styled("1", shown(parsed->string("act"))),
                                details.empty() ? "" : ": " + details,
                                shown(parsed->string("hash").substr(0, kShortHash))),
                    kIndent, mark);
  }

  std::string take() { return page_.take(); }

 private:
  // Which command, by whom, where that is not the one before.
  void head(const JsonValue& entry) {
    const std::string command = command_text(entry);
    const std::string who =
        fmt::format("({}, {})", shown(entry.string("who")), shown(entry.string("tool")));
    if (command + who == last_head_) return;
    last_head_ = command + who;
    page_.raw("\n");
    page_.paragraph(ellipsize(command, kMostText) + " " + who, 2);
  }

  report::Page page_;
  std::string last_head_;
};

}  // namespace

std::string custody_text(std::span<const std::string> entries, unsigned width, bool color) {
  LogText text(width, color);
  for (const std::string& line : entries) text.add(line);
  if (entries.empty()) return "The custody log is empty.\n";
  return text.take() + fmt::format(
                           "\n{}. To note elsewhere, the SHA-256 of the last one:\n"
                           "{}\n",
                           counted(entries.size(), "entry", "entries"),
                           sha256(entries.back()).hex());
}

}  // namespace letterlock::cli

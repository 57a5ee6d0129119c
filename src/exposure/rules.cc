#include "exposure/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

bool is_set(std::string_view value) {
  const std::string_view text = trim(value);
  return !text.empty() && !equals_ignore_case(text, "false") &&
         !equals_ignore_case(text, "$false") && !equals_ignore_case(text, "null") && text != "[]" &&
         text != "{}";
}

// "a;b", "a,b", "[\"a\",\"b\"]"
std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    const std::string_view trimmed = trim(word);
    if (!trimmed.empty()) words.push_back(lower_ascii(trimmed));
    word.clear();
  };
  for (const char c : value) {
    if (c == ';' || c == ',' || c == '[' || c == ']' || c == '"' || c == '{' || c == '}') {
      flush();
    } else {
      word += c;
    }
  }
  flush();
  return words;
}

std::string without_prefix(std::string_view address) {
  address = trim(address);
  if (starts_with_ignore_case(address, "smtp:")) address.remove_prefix(5);
  return std::string(address);
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  for (auto& each : more) to.push_back(std::move(each));
}

bool take_condition(Rule& rule, std::string_view name, std::string_view value) {
  const auto is = [&](std::string_view word) { return equals_ignore_case(name, word); };
  if (is("SubjectContainsWords")) {
    append(rule.subject_words, words_of(value));
  } else if (is("SubjectOrBodyContainsWords")) {
    append(rule.subject_or_body_words, words_of(value));
  } else if (is("BodyContainsWords")) {
    append(rule.body_words, words_of(value));
  } else if (is("From") || is("FromAddressContainsWords")) {
    append(rule.senders, words_of(value));
  } else if (is("HeaderContainsWords") || is("RecipientAddressContainsWords") || is("SentTo") ||
             is("HasAttachment") || is("MyNameInToBox") || is("WithImportance") ||
             is("MessageTypeMatches") || is("Conditions") || is("RuleCondition")) {
    rule.other_conditions = true;
  } else {
    return false;
  }
  return true;
}

void take_action(Rule& rule, std::string_view name, std::string_view value) {
  const auto is = [&](std::string_view word) { return equals_ignore_case(name, word); };
  if (is("Name") || is("RuleName")) {
    rule.name = value;
  } else if (is("ForwardTo") || is("RedirectTo") || is("ForwardAsAttachmentTo")) {
    for (const std::string& word : words_of(value))
      rule.forwards_to.push_back(without_prefix(word));
  } else if (is("MoveToFolder") || is("CopyToFolder")) {
    rule.moves_to = value;
  } else if (is("DeleteMessage") || is("SoftDeleteMessage")) {
    rule.deletes = true;
  } else if (is("MarkAsRead")) {
    rule.marks_read = true;
  }
}

}  // namespace

Rule rule_of(const store::Event& event) {
  Rule rule;
  for (const auto& parameter : event.parameters) {
    if (!is_set(parameter.value)) continue;
    if (!take_condition(rule, parameter.name, parameter.value)) {
      take_action(rule, parameter.name, parameter.value);
    }
  }
  if (rule.name.empty()) {
    for (const auto& parameter : event.parameters) {
      if (equals_ignore_case(parameter.name, "Identity")) rule.name = parameter.value;
    }
    if (rule.name.empty()) rule.name = event.target;
    const auto slash = rule.name.rfind('\\');
    if (slash != std::string::npos) rule.name.erase(0, slash + 1);
  }
  return rule;
}

std::string forwarded_to(const store::Event& event) {
  for (const auto& parameter : event.parameters) {
    const std::string_view name = parameter.name;
    const bool names_it = starts_with_ignore_case(name, "Forwarding") ||
                          equals_ignore_case(name, "email_forwarding_destination_address");
    if (names_it && is_set(parameter.value)) return without_prefix(parameter.value);
  }
  if (event.provider == store::Provider::google_workspace) return event.target;
  return {};
}

std::string_view odd_rule_name(std::string_view name) {
  const std::string_view trimmed = trim(name);
  const auto letters = std::count_if(trimmed.begin(), trimmed.end(),
                                     [](char c) { return is_alnum(c) || !is_ascii(c); });
  if (letters == 0) return "its name is only punctuation";
  if (letters <= 5 && trimmed.size() <= 6) return "its name has at most five letters or digits";
  return {};
}

std::string describe(const Rule& rule) {
  std::string text = fmt::format("rule \"{}\"", rule.name);
  if (rule.forwards())
    text += fmt::format(" forwards mail to {}", fmt::join(rule.forwards_to, ", "));
  if (!rule.moves_to.empty()) text += fmt::format(" moves mail to \"{}\"", rule.moves_to);
  if (rule.deletes) text += " deletes mail";
  if (rule.marks_read) text += " marks it as read";
  std::vector<std::string> words = rule.subject_words;
  words.insert(words.end(), rule.subject_or_body_words.begin(), rule.subject_or_body_words.end());
  words.insert(words.end(), rule.body_words.begin(), rule.body_words.end());
  if (!words.empty()) text += fmt::format(", where it has {}", fmt::join(words, ", "));
  if (!rule.senders.empty()) text += fmt::format(", from {}", fmt::join(rule.senders, ", "));
  return text;
}

std::string domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? std::string() : lower_ascii(address.substr(at + 1));
}

}  // namespace letterlock::exposure

// Consents and delegations: who got access through a record.
#include "base/ascii.h"
#include "exposure/blind_times.h"
#include "exposure/contexts.h"

namespace letterlock::exposure {
namespace {

using store::Act;

void add_words(std::string_view text, std::vector<std::string>& words) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (is_alnum(c) || c == '-' || c == '.' || c == '@' || c == '_') {
      word += to_lower(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
}

bool is_guid(std::string_view word) {
  if (word.size() != 36) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? word[i] != '-' : hex_value(word[i]) < 0) return false;
  }
  return true;
}

// An application that its users know the mailbox provider by gives no access to anybody else.
bool names_app(std::string_view name) {
  return name.find("ServicePrincipal") != std::string_view::npos ||
         equals_ignore_case(name, "app_name") || equals_ignore_case(name, "client_id") ||
         equals_ignore_case(name, "AppId") || equals_ignore_case(name, "ClientId");
}

// Set with a cmdlet, the mailbox is what the record acts on: "ada@x.example:\Inbox" for a folder.
void name_granted(const store::Event& event, Grant& grant) {
  std::string_view object = event.target;
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, "Identity")) object = parameter.value;
  }
  const auto colon = object.find(":\\");
  const bool of_folder = event.operation.find("Folder") != std::string::npos;
  if (of_folder && colon != std::string_view::npos) grant.folder = object.substr(colon + 1);
  if (of_folder && grant.folder.empty() && !event.folders.empty()) {
    grant.folder = event.folders.front().path;
  }
  grant.account = event.mailbox;
  if (grant.account.empty()) grant.account = lower_ascii(object.substr(0, colon));
  if (grant.account.empty()) grant.account = mailbox_of(event);
}

}  // namespace

std::vector<Grant> grants_of(const store::Event& event, RunId run) {
  std::vector<Grant> grants;
  if (event.outcome == store::Outcome::failed) return grants;
  Grant grant;
  grant.run = run;
  grant.record = record_name(event);
  grant.at = event.time->from;
  std::vector<std::string> words;
  if (event.act == Act::consent_granted) {
    grant.account = event.actor;
    add_words(event.target, words);
    for (const auto& parameter : event.parameters) {
      if (names_app(parameter.name)) add_words(parameter.value, words);
    }
    const bool google = event.provider == store::Provider::google_workspace;
    if (google && !event.app_id.empty()) words.push_back(event.app_id);
    for (const std::string& word : words) {
      if (!is_guid(word) && !(google && word.find('.') != std::string::npos)) continue;
      grant.app = word;
      grants.push_back(grant);
    }
  } else if (event.act == Act::mailbox_permission_granted) {
    for (const auto& parameter : event.parameters) {
      if (equals_ignore_case(parameter.name, "User") ||
          equals_ignore_case(parameter.name, "Trustee")) {
        add_words(parameter.value, words);
      }
    }
    name_granted(event, grant);
    for (const std::string& word : words) {
      if (word.find('@') == std::string::npos) continue;
      grant.user = word;
      grants.push_back(grant);
    }
  }
  return grants;
}

}  // namespace letterlock::exposure

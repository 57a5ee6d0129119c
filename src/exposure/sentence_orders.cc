// Consents, second factors, rights and settings in words: what was given to whom, not the fields
// that say so.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/ascii.h"
#include "base/json_value.h"
#include "exposure/deeds.h"

namespace letterlock::exposure {
namespace {

using store::Act;
using store::Event;

struct Scope {
  std::string_view name, words;
};
// Microsoft Graph, Exchange and Google; the longer names first where one begins like another.
constexpr Scope kScopes[] = {
    {"mail.readwrite", "read, change and delete mail"},
    {"mail.readbasic", "read the headers of mail"},
    {"mail.read", "read mail"},
    {"mail.send", "send mail"},
    {"mailboxsettings.readwrite", "change mailbox settings and rules"},
    {"mailboxsettings.read", "read mailbox settings"},
    {"ews.accessasuser.all", "do all in the mailbox"},
    {"imap.accessasuser.all", "read and change mail over IMAP"},
    {"pop.accessasuser.all", "read mail over POP"},
    {"smtp.send", "send mail"},
    {"full_access_as_app", "do all in every mailbox"},
    {"contacts.readwrite", "read and change contacts"},
    {"contacts.read", "read contacts"},
    {"calendars.readwrite", "read and change calendars"},
    {"calendars.read", "read calendars"},
    {"files.readwrite", "read and change files"},
    {"files.read", "read files"},
    {"sites.readwrite", "read and change sites"},
    {"sites.read", "read sites"},
    {"chat.read", "read chats"},
    {"people.read", "read whom the user works with"},
    {"directory.readwrite", "read and change the directory"},
    {"directory.read", "read the directory"},
    {"user.read", "read the user's profile"},
    {"offline_access", "go on without the user"},
    {"https://mail.google.com/", "read, send and delete all mail"},
    {"https://www.googleapis.com/auth/gmail.readonly", "read mail"},
    {"https://www.googleapis.com/auth/gmail.modify", "read, change and send mail"},
    {"https://www.googleapis.com/auth/gmail.send", "send mail"},
    {"https://www.googleapis.com/auth/gmail.settings", "change mail settings and rules"},
    {"https://www.googleapis.com/auth/gmail.metadata", "read the headers of mail"},
    {"https://www.googleapis.com/auth/drive", "read and change files"},
    {"https://www.googleapis.com/auth/contacts", "read contacts"},
    {"https://www.googleapis.com/auth/calendar", "read and change calendars"},
};
// What signing in itself asks for.
constexpr std::string_view kPlain[] = {"openid", "profile", "email", "user.read"};

// Fields that say nothing to a reader.
constexpr std::string_view kNoise[] = {"additionaldetails", "extendedauditeventcategory",
                                       "included updated properties", "intrasystemid",
                                       "mail_event_type"};

std::string_view value_of(const Event& event, std::string_view name) {
  for (const auto& parameter : event.parameters) {
    if (equals_ignore_case(parameter.name, name)) return parameter.value;
  }
  return {};
}

bool is_noise(std::string_view name) {
  const std::string lower = lower_ascii(name);
  return lower.starts_with("targetid.") || lower.starts_with("actorid.") ||
         std::find(std::begin(kNoise), std::end(kNoise), lower) != std::end(kNoise);
}

std::string with_commas(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

// Each once, in the order they came.
class Each {
 public:
  void put(std::string text) {
    if (known_.insert(text).second) list_.push_back(std::move(text));
  }
  bool has(const std::string& text) const { return known_.contains(text); }
  bool empty() const { return list_.empty(); }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::vector<std::string> list_;
  std::set<std::string> known_;
};

// The scopes that a consent names, wherever the record has them.
Each scopes_of(const Event& event) {
  std::string text;
  for (const auto& parameter : event.parameters) {
    const std::string name = lower_ascii(parameter.name);
    if (name == "scope" || name == "scopes" || name == "consentaction.permissions" ||
        name == "delegatedpermissiongrant.scope" || name == "approle.value") {
      text += ' ' + parameter.value;
    }
  }
  Each scopes;
  std::string word;
  for (const char c : text + " ") {
    if (is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '/' || c == ':') {
      word += to_lower(c);
      continue;
    }
    const bool scope = word.find('.') != word.npos || word.find('_') != word.npos;
    if (scope && !word.ends_with(':') && word.size() < 200) scopes.put(word);
    word.clear();
  }
  return scopes;
}

std::string may_do(const std::vector<std::string>& scopes) {
  Each can, raw;
  for (const std::string& scope : scopes) {
    const auto known = std::find_if(std::begin(kScopes), std::end(kScopes), [&](const Scope& each) {
      return scope.starts_with(each.name);
    });
    const bool plain = std::find(std::begin(kPlain), std::end(kPlain), scope) != std::end(kPlain);
    if (plain && scopes.size() > 1) continue;
    if (known == std::end(kScopes)) {
      raw.put(scope);
    } else {
      can.put(std::string(known->words));
    }
  }
  std::string text;
  if (!can.empty()) text += "it may " + with_commas(can.list());
  if (!raw.empty())
    text += (text.empty() ? "" : "; further ") + std::string("rights: ") + with_commas(raw.list());
  return text;
}

std::string consent_text(const Event& event) {
  std::string app = event.app_name.empty() ? event.target : event.app_name;
  if (app.empty()) app = event.app_id;
  std::string text = "gave the application " + in_quotes(app) + " access";
  if (!event.app_id.empty() && event.app_id != app) text += " (" + event.app_id + ")";
  const bool for_all =
      equals_ignore_case(value_of(event, "ConsentContext.OnBehalfOfAll"), "true") ||
      equals_ignore_case(value_of(event, "ConsentContext.IsAdminConsent"), "true");
  if (for_all) text += " for everybody in the organisation";
  const std::string rights = may_do(scopes_of(event).list());
  return rights.empty() ? text : text + ": " + rights;
}

// The devices and numbers in a list of second factors, as JSON or as plain text.
Each factors_in(std::string_view value) {
  Each found;
  const auto json = parse_json(value);
  if (!json) return found;
  const auto look = [&](const JsonValue& one) {
    for (const char* name : {"DeviceName", "PhoneNumber", "AlternativePhoneNumber", "Email"}) {
      const JsonValue* member = one.find(name);
      if (member != nullptr && !member->text.empty()) found.put(member->text);
    }
  };
  look(*json);
  for (const JsonValue& one : json->items) look(one);
  return found;
}

std::string factors_text(const Event& event) {
  Each added, gone;
  for (const auto& parameter : event.parameters) {
    if (!starts_with_ignore_case(parameter.name, "StrongAuthentication")) continue;
    const auto now = factors_in(parameter.value), before = factors_in(parameter.old_value);
    for (const std::string& one : now.list()) {
      if (!before.has(one)) added.put(in_quotes(one));
    }
    for (const std::string& one : before.list()) {
      if (!now.has(one)) gone.put(in_quotes(one));
    }
  }
  std::string text;
  if (!added.empty()) text += ": added " + with_commas(added.list());
  if (!gone.empty())
    text += (text.empty() ? ": " : "; ") + std::string("removed ") + with_commas(gone.list());
  return text;
}

std::string mfa_text(const Event& event) {
  const std::string operation = lower_ascii(event.operation);
  const auto has = [&](std::string_view part) { return operation.find(part) != operation.npos; };
  std::string text = "changed the second factors";
  if (has("disable") || has("turn_off") || has("unenroll")) text = "switched the second factor off";
  if (has("deleted security info")) text = "removed a second factor";
  if (has("registered") || has("2sv_enroll") || has("passkey_enrolled")) {
    text = "registered a second factor";
  }
  const std::string& whose =
      event.target.find('@') == std::string::npos ? event.actor : event.target;
  if (!whose.empty()) text += " of " + whose;
  return text + factors_text(event);
}

std::string permission_text(const Event& event) {
  std::string_view user = value_of(event, "User");
  if (user.empty()) user = value_of(event, "Trustee");
  if (user.empty()) user = value_of(event, "GrantSendOnBehalfTo");
  const bool removed = event.act == Act::mailbox_permission_removed;
  std::string text = removed ? "took back rights" : "gave rights";
  if (!user.empty()) text += fmt::format(" {} {}", removed ? "from" : "to", user);
  const std::string_view identity = value_of(event, "Identity");
  const std::string_view mailbox = !identity.empty()        ? identity
                                   : !event.mailbox.empty() ? std::string_view(event.mailbox)
                                                            : std::string_view(event.target);
  if (!mailbox.empty()) text += fmt::format(" on {}", mailbox);
  const std::string_view rights = value_of(event, "AccessRights");
  if (!rights.empty()) text += fmt::format(" ({})", rights);
  return text;
}

std::string_view plain_words(const Event& event) {
  switch (event.act) {
    case Act::password_changed:
      return "changed the password of";
    case Act::recovery_changed:
      return "changed how the account is recovered:";
    case Act::consent_revoked:
      return "took back the access of the application";
    case Act::credential_added:
      return "added a key or secret to the application";
    case Act::credential_removed:
      return "removed a key or secret of the application";
    case Act::app_added:
      return "added the application";
    case Act::app_removed:
      return "removed the application";
    case Act::account_added:
      return "added the account";
    case Act::account_removed:
      return "removed the account";
    case Act::role_granted:
      return "gave a role:";
    case Act::role_removed:
      return "took back a role:";
    case Act::audit_setting_changed:
      return "changed auditing:";
    case Act::tenant_mail_flow_changed:
      return "changed the organisation's mail flow:";
    default:
      return {};
  }
}

}  // namespace

std::string parameters_in_words(const Event& event) {
  constexpr std::size_t kMostParameters = 6;
  constexpr std::size_t kLongest = 120;
  std::string text;
  std::size_t listed = 0;
  for (const auto& parameter : event.parameters) {
    if (is_noise(parameter.name) || trim(parameter.value).empty()) continue;
    if (listed++ == kMostParameters) return text + "; ...";
    const bool cut = parameter.value.size() > kLongest;
    text += fmt::format("{}{} = {}{}", text.empty() ? "" : "; ", parameter.name,
                        parameter.value.substr(0, kLongest), cut ? "..." : "");
  }
  return text;
}

std::string order_sentence(const Event& event) {
  switch (event.act) {
    case Act::consent_granted:
      return consent_text(event);
    case Act::mfa_changed:
      return mfa_text(event);
    case Act::mailbox_permission_granted:
    case Act::mailbox_permission_removed:
      return permission_text(event);
    default:
      break;
  }
  const std::string_view words = plain_words(event);
  if (words.empty()) return {};
  std::string text(words);
  const bool account = event.act == Act::password_changed || event.act == Act::recovery_changed;
  if (!event.target.empty()) {
    text += ' ' + (account ? event.target : in_quotes(event.target));
  } else if (account) {
    text += ' ' + event.actor;
  }
  if (event.act == Act::password_changed) return text;
  const std::string parameters = parameters_in_words(event);
  if (!parameters.empty()) text += " (" + parameters + ")";
  return text + fmt::format(" [{}]", event.operation);
}

}  // namespace letterlock::exposure

#include "store/event.h"

#include <array>

namespace letterlock::store {
namespace {

constexpr std::array<std::string_view, kActCount> kActNames = {
    "other",
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "mailbox_login",
    "mail_read",
    "mail_synced",
    "folder_opened",
    "attachment_opened",
    "mail_searched",
    "mail_sent",
    "mail_sent_as",
    "mail_sent_on_behalf",
    "mail_received",
    "mail_created",
    "mail_updated",
    "mail_moved",
    "mail_copied",
    "mail_moved_to_deleted_items",
    "mail_soft_deleted",
    "mail_hard_deleted",
    "inbox_rule_set",
    "inbox_rule_removed",
    "inbox_rule_enabled",
    "inbox_rule_disabled",
    "forwarding_set",
    "forwarding_removed",
    "mailbox_permission_granted",
    "mailbox_permission_removed",
    "mailbox_setting_changed",
    "tenant_mail_flow_changed",
    "audit_setting_changed",
    "consent_granted",
    "consent_revoked",
    "token_used",
    "app_added",
    "app_changed",
    "app_removed",
    "credential_added",
    "credential_removed",
    "mfa_changed",
    "password_changed",
    "recovery_changed",
    "account_added",
    "account_changed",
    "account_removed",
    "group_changed",
    "role_granted",
    "role_removed",
    "policy_changed",
    "alert_raised",
    "device_changed",
    "file_accessed",
    "file_downloaded",
    "file_synced",
    "file_uploaded",
    "file_changed",
    "file_shared",
    "file_unshared",
    "file_deleted",
    "export_made",
    "calendar_changed",
    "chat_read",
    "chat_sent",
    "chat_changed",
};

}  // namespace

std::string_view act_name(Act act) {
  const auto i = static_cast<std::size_t>(act);
  return i < kActNames.size() ? kActNames[i] : kActNames[0];
}

std::optional<Act> act_of(std::string_view name) {
  for (std::size_t i = 0; i < kActNames.size(); ++i) {
    if (kActNames[i] == name) return static_cast<Act>(i);
  }
  return std::nullopt;
}

std::string_view provider_name(Provider provider) {
  switch (provider) {
    case Provider::unknown:
      return "unknown";
    case Provider::microsoft_365:
      return "microsoft_365";
    case Provider::entra:
      return "entra";
    case Provider::google_workspace:
      return "google_workspace";
    case Provider::google_account:
      return "google_account";
  }
  return "unknown";
}

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::unknown:
      return "unknown";
    case Outcome::succeeded:
      return "succeeded";
    case Outcome::failed:
      return "failed";
  }
  return "unknown";
}

std::string_view logon_name(LogonType logon) {
  switch (logon) {
    case LogonType::unknown:
      return "unknown";
    case LogonType::owner:
      return "owner";
    case LogonType::admin:
      return "admin";
    case LogonType::delegate:
      return "delegate";
    case LogonType::service:
      return "service";
  }
  return "unknown";
}

}  // namespace letterlock::store

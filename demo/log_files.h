// The shapes in which owners export their logs.
#pragma once

#include <string>
#include <vector>

#include "demo/log_records.h"

namespace letterlock::demo {

struct ExportGap {
  UnixTime from = 0, until = 0;
};

// Search-UnifiedAuditLog | Export-Csv -Encoding UTF8: newest first, numbered over the whole answer.
// Rows inside `gap` are missing, their numbers are not given to others.
std::string search_csv(const std::vector<AuditRecord>& records, const ExportGap& gap);
// The four columns somebody selected of it, as PowerShell's -Encoding Unicode writes them.
std::string selected_csv_utf16(const std::vector<AuditRecord>& records);
// The Purview portal's download.
std::string portal_csv(const std::vector<AuditRecord>& records);
// The Management Activity API's content blob: an array.
std::string management_array(const std::vector<AuditRecord>& records);
// A page of Graph's auditLogs/signIns.
std::string sign_in_page(const std::vector<SignInRecord>& records);

}  // namespace letterlock::demo

#include "demo/log_files.h"

#include <fmt/format.h>

#include "demo/encode.h"

namespace letterlock::demo {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::string csv_cell(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string_view type_name(int type) {
  switch (type) {
    case 1:
      return "ExchangeAdmin";
    case 2:
      return "ExchangeItem";
    case 3:
      return "ExchangeItemGroup";
    case 6:
      return "SharePointFileOperation";
    case 8:
      return "AzureActiveDirectory";
    case 15:
      return "AzureActiveDirectoryStsLogon";
    default:
      return "ExchangeItemAggregated";
  }
}

// "5/19/2026 3:03:20 PM", as an American machine writes a DateTime.
std::string american_time(UnixTime time) {
  const LocalTime t = local_time(time, kUtc);
  return fmt::format("{}/{}/{} {}:{:02}:{:02} {}", t.month, t.day, t.year,
                     t.hour % 12 == 0 ? 12 : t.hour % 12, t.minute, t.second,
                     t.hour < 12 ? "AM" : "PM");
}

std::string utf16le(std::string_view text) {
  std::string out;
  const auto put = [&out](char32_t unit) {
    out += static_cast<char>(unit & 0xFF);
    out += static_cast<char>(unit >> 8 & 0xFF);
  };
  put(0xFEFF);
  for (const char32_t c : code_points(text)) {
    if (c < 0x10000) {
      put(c);
    } else {
      put(0xD800 + ((c - 0x10000) >> 10));
      put(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return out;
}

template <class Records>
std::string json_list(const Records& records) {
  std::string out;
  for (const auto& record : records) out += (out.empty() ? "" : ",\n") + record.json;
  return out;
}

}  // namespace

std::string search_csv(const std::vector<AuditRecord>& records, const ExportGap& gap) {
  std::string out(kBom);
  out +=
      "\"RecordType\",\"CreationDate\",\"UserIds\",\"Operations\",\"AuditData\",\"ResultIndex\","
      "\"ResultCount\",\"Identity\",\"IsValid\",\"ObjectState\"\r\n";
  std::size_t index = 0;
  for (const AuditRecord& record : records) {
    ++index;
    if (record.time >= gap.from && record.time < gap.until) continue;
    out += fmt::format("\"{}\",\"{}\",{},{},{},\"{}\",\"{}\",\"{}\",\"True\",\"Unchanged\"\r\n",
                       type_name(record.type), american_time(record.time), csv_cell(record.user),
                       csv_cell(record.operation), csv_cell(record.json), index, records.size(),
                       record.id);
  }
  return out;
}

std::string selected_csv_utf16(const std::vector<AuditRecord>& records) {
  std::string out = "\"CreationDate\",\"UserIds\",\"Operations\",\"AuditData\"\r\n";
  for (const AuditRecord& record : records) {
    out += fmt::format("\"{}\",{},{},{}\r\n", american_time(record.time), csv_cell(record.user),
                       csv_cell(record.operation), csv_cell(record.json));
  }
  return utf16le(out);
}

std::string portal_csv(const std::vector<AuditRecord>& records) {
  std::string out(kBom);
  out +=
      "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,"
      "AssociatedAdminUnitsNames\r\n";
  for (const AuditRecord& record : records) {
    std::string time = format_utc(record.time);
    time.pop_back();
    out += fmt::format("{},{}.0000000Z,{},{},{},{},,\r\n", record.id, time, record.type,
                       record.operation, record.user, csv_cell(record.json));
  }
  return out;
}

std::string management_array(const std::vector<AuditRecord>& records) {
  return '[' + json_list(records) + "]\n";
}

std::string sign_in_page(const std::vector<SignInRecord>& records) {
  return "{\"@odata.context\":\"https://graph.microsoft.com/beta/$metadata#auditLogs/signIns\","
         "\"value\":[" +
         json_list(records) + "]}\n";
}

}  // namespace letterlock::demo

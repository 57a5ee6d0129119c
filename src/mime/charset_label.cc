#include "mime/charset_label.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <iterator>

#include "base/ascii.h"

namespace letterlock::mime {
namespace {

constexpr std::size_t kLongestLabel = 64;

struct Label {
  std::string_view label;
  std::string_view converter;  // empty: known to mean nothing
};

// Sorted by label. Only what ICU does not know, or takes to be less than mail means by it: web and
// mail clients read ISO-8859-1 as windows-1252, GB2312 as GB18030, KS C 5601 as windows-949 and
// Shift_JIS as windows-31J (WHATWG Encoding Standard section 4.2).
constexpr Label kLabels[] = {
    {"7bit", ""},
    {"8859-1", "windows-1252"},
    {"8bit", ""},
    {"_autodetect", ""},
    {"_autodetect_all", ""},
    {"ansi", "windows-1252"},
    {"ansi-1251", "windows-1251"},
    {"ansi_x3.110-1983", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"ansi_x3.4-1986", "windows-1252"},
    {"arabic", "iso-8859-6"},
    {"ascii", "windows-1252"},
    {"asmo-708", "iso-8859-6"},
    {"big5", "Big5-HKSCS"},
    {"binary", ""},
    {"chinese", "gb18030"},
    {"cn-big5", "Big5-HKSCS"},
    {"cn-gb", "gb18030"},
    {"cp1252", "windows-1252"},
    {"cp367", "windows-1252"},
    {"cp819", "windows-1252"},
    {"cp936", "gb18030"},
    {"cp949", "windows-949"},
    {"csascii", "windows-1252"},
    {"csbig5", "Big5-HKSCS"},
    {"cseuckr", "windows-949"},
    {"csgb2312", "gb18030"},
    {"csiso58gb231280", "gb18030"},
    {"csiso88596e", "iso-8859-6"},
    {"csiso88596i", "iso-8859-6"},
    {"csiso88598e", "iso-8859-8"},
    {"csiso88598i", "iso-8859-8"},
    {"csisolatin1", "windows-1252"},
    {"csisolatin5", "windows-1254"},
    {"csksc56011987", "windows-949"},
    {"csshiftjis", "windows-31j"},
    {"default", ""},
    {"default_charset", ""},
    {"dos-866", "ibm866"},
    {"ecma-118", "iso-8859-7"},
    {"elot_928", "iso-8859-7"},
    {"euc-kr", "windows-949"},
    {"euc_kr", "windows-949"},
    {"euckr", "windows-949"},
    {"gb-2312", "gb18030"},
    {"gb2312", "gb18030"},
    {"gb2312-80", "gb18030"},
    {"gb_2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"greek", "iso-8859-7"},
    {"hebrew", "iso-8859-8"},
    {"hz", "HZ-GB-2312"},
    {"hz-gb2312", "HZ-GB-2312"},
    {"ibm367", "windows-1252"},
    {"ibm819", "windows-1252"},
    {"ibm936", "gb18030"},
    {"ibm949", "windows-949"},
    {"imap4-modified-utf7", "IMAP-mailbox-name"},
    {"iso-10646-ucs-2", "UTF-16"},
    {"iso-2022-jp-2004", "ISO-2022-JP-2"},
    {"iso-2022-jp-3", "ISO-2022-JP-2"},
    {"iso-2022-jp-ms", "ISO-2022-JP"},
    {"iso-8559-1", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso-8859-1-windows-3.0-latin-1", "windows-1252"},
    {"iso-8859-1-windows-3.1-latin-1", "windows-1252"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-16", "iso-8859-16"},
    {"iso-8859-6-e", "iso-8859-6"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-9-windows-latin-5", "windows-1254"},
    {"iso-8859_1", "windows-1252"},
    {"iso-ir-100", "windows-1252"},
    {"iso-ir-138", "iso-8859-8"},
    {"iso-ir-148", "windows-1254"},
    {"iso-ir-149", "windows-949"},
    {"iso-ir-58", "gb18030"},
    {"iso-ir-6", "windows-1252"},
    {"iso646-us", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso8859-11", "windows-874"},
    {"iso8859-16", "iso-8859-16"},
    {"iso8859-9", "windows-1254"},
    {"iso88591", "windows-1252"},
    {"iso885911", "windows-874"},
    {"iso88599", "windows-1254"},
    {"iso_646.irv:1991", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"iso_8859-16:2001", "iso-8859-16"},
    {"iso_8859-1:1987", "windows-1252"},
    {"iso_8859-9", "windows-1254"},
    {"iso_8859-9:1989", "windows-1254"},
    {"koi", "koi8-r"},
    {"koi8", "koi8-r"},
    {"koi8_r", "koi8-r"},
    {"korean", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601-1989", "windows-949"},
    {"ksc5601", "windows-949"},
    {"ksc_5601", "windows-949"},
    {"l1", "windows-1252"},
    {"l5", "windows-1254"},
    {"latin-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin10", "iso-8859-16"},
    {"latin5", "windows-1254"},
    {"logical", "iso-8859-8"},
    {"mac", "macintosh"},
    {"ms932", "windows-31j"},
    {"ms_kanji", "windows-31j"},
    {"none", ""},
    {"shift-jis", "windows-31j"},
    {"shift_jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"sun_eu_greek", "iso-8859-7"},
    {"tis-620", "windows-874"},
    {"tis620", "windows-874"},
    {"ucs-2", "UTF-16"},
    {"unicode", "UTF-16"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"unicode-2-0-utf-7", "UTF-7"},
    {"unicode11utf8", "UTF-8"},
    {"unicode20utf8", "UTF-8"},
    {"unicodefeff", "UTF-16"},
    {"unicodefffe", "UTF-16BE"},
    {"unknown", ""},
    {"unknown-8bit", ""},
    {"us", "windows-1252"},
    {"us-ascii", "windows-1252"},
    {"utf", "UTF-8"},
    {"utf-8-mac", "UTF-8"},
    {"utf8", "UTF-8"},
    {"utf8mb4", "UTF-8"},
    {"utf_8", "UTF-8"},
    {"visual", "iso-8859-8"},
    {"win-1251", "windows-1251"},
    {"win-1252", "windows-1252"},
    {"win1250", "windows-1250"},
    {"win1251", "windows-1251"},
    {"win1252", "windows-1252"},
    {"windows-31j", "windows-31j"},
    {"windows-936", "gb18030"},
    {"windows-949", "windows-949"},
    {"x-cp1250", "windows-1250"},
    {"x-cp1251", "windows-1251"},
    {"x-cp1252", "windows-1252"},
    {"x-cp1253", "windows-1253"},
    {"x-cp1254", "windows-1254"},
    {"x-cp1255", "windows-1255"},
    {"x-cp1256", "windows-1256"},
    {"x-cp1257", "windows-1257"},
    {"x-cp1258", "windows-1258"},
    {"x-euc-jp", "EUC-JP"},
    {"x-gbk", "gb18030"},
    {"x-mac-cyrillic", "x-mac-cyrillic"},
    {"x-mac-roman", "macintosh"},
    {"x-mac-ukrainian", "x-mac-cyrillic"},
    {"x-ms-cp932", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"x-unicode", "UTF-16"},
    {"x-unicode-2-0-utf-7", "UTF-7"},
    {"x-unknown", ""},
    {"x-user-defined", ""},
    {"x-x-big5", "Big5-HKSCS"},
    {"zh_cn.euc", "gb18030"},
    {"zh_tw-big5", "Big5-HKSCS"},
};

constexpr bool sorted_by_label() {
  for (std::size_t i = 1; i < std::size(kLabels); ++i) {
    if (!(kLabels[i - 1].label < kLabels[i].label)) return false;
  }
  return true;
}
static_assert(sorted_by_label());

const Label* find_label(std::string_view cleaned) {
  const auto* found = std::lower_bound(
      std::begin(kLabels), std::end(kLabels), cleaned,
      [](const Label& entry, std::string_view label) { return entry.label < label; });
  return found != std::end(kLabels) && found->label == cleaned ? found : nullptr;
}

bool icu_knows(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_countAliases(name.c_str(), &status) > 0 && U_SUCCESS(status);
}

// "cp-850" and "x-cp850" -> "cp850", "windows1251" -> "windows-1251", "iso8859-15" is ICU's own.
std::string respelled(const std::string& cleaned) {
  std::string_view name = cleaned;
  if (name.starts_with("x-")) name.remove_prefix(2);
  for (const std::string_view prefix : {"cp-", "cp_", "ibm-", "dos-"}) {
    if (name.starts_with(prefix)) return "cp" + std::string(name.substr(prefix.size()));
  }
  for (const std::string_view prefix : {"windows_", "windows", "win-", "win", "ms-"}) {
    if (name.starts_with(prefix) && name.size() > prefix.size() && is_digit(name[prefix.size()])) {
      return "windows-" + std::string(name.substr(prefix.size()));
    }
  }
  return std::string(name);
}

}  // namespace

std::string clean_charset_label(std::string_view label) {
  const auto is_wrapping = [](char c) {
    return is_space(c) || c == '"' || c == '\'' || c == '<' || c == '=' || c == '\\';
  };
  while (!label.empty() && is_wrapping(label.front())) label.remove_prefix(1);
  std::string cleaned;
  for (const char c : label) {
    if (is_wrapping(c) || c == ';' || c == ',' || c == '*' || c == '>' || c == '?') break;
    if (cleaned.size() == kLongestLabel || is_control(c) || !is_ascii(c)) return {};
    cleaned += to_lower(c);
  }
  return cleaned;
}

bool means_us_ascii(std::string_view cleaned) {
  constexpr std::string_view kNames[] = {"us-ascii",       "ascii", "ansi_x3.4-1968",
                                         "ansi_x3.4-1986", "cp367", "csascii"};
  return std::find(std::begin(kNames), std::end(kNames), cleaned) != std::end(kNames);
}

std::optional<std::string> icu_converter_name(const std::string& cleaned) {
  if (const Label* entry = find_label(cleaned)) {
    if (entry->converter.empty()) return std::nullopt;
    return std::string(entry->converter);
  }
  if (icu_knows(cleaned)) return cleaned;
  std::string other = respelled(cleaned);
  if (const Label* entry = find_label(other); entry && !entry->converter.empty()) {
    return std::string(entry->converter);
  }
  if (icu_knows(other)) return other;
  // "utf-8foo", "utf-8.": nothing else starts like this.
  if (cleaned.starts_with("utf-8") || cleaned.starts_with("utf8")) return "UTF-8";
  return std::nullopt;
}

}  // namespace letterlock::mime

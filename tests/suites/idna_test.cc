// Unicode's own vectors for UTS #46 (IdnaTestV2), whole, over the function that makes A-labels of
// domain names. Its flags are those of the URL standard, so some status codes do not count.
#include "dns/idna.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::dns {
namespace {

// VerifyDnsLength, CheckHyphens and UseSTD3ASCIIRules are off (URL standard section 3.3).
const std::set<std::string, std::less<>> kNotChecked = {"A4_1", "A4_2", "X4_2", "V2", "V3", "U1"};

struct Vector {
  std::string source, unicode, ascii;
  bool refused = false;
};

char32_t code_point(std::string_view digits) {
  char32_t code = 0;
  for (const char digit : digits) code = code * 16 + static_cast<char32_t>(hex_value(digit));
  return code;
}

// nullopt where a lone surrogate is meant: no UTF-8 holds one.
std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool braces = text.starts_with("\\x{");
    if (!braces && !text.starts_with("\\u")) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::size_t begin = braces ? 3 : 2;
    const std::size_t end = braces ? text.find('}') : 6;
    const char32_t code = code_point(text.substr(begin, end - begin));
    if (code >= 0xD800 && code < 0xE000) return std::nullopt;
    append_utf8(code, out);
    text.remove_prefix(braces ? end + 1 : end);
  }
  return out;
}

bool counts(std::string_view status) {
  status = status.substr(status.find('[') + 1);
  status = status.substr(0, status.find(']'));
  while (!status.empty()) {
    const std::size_t comma = std::min(status.find(','), status.size());
    const std::string_view one = trim(status.substr(0, comma));
    if (!one.empty() && kNotChecked.find(one) == kNotChecked.end()) return true;
    status.remove_prefix(std::min(comma + 1, status.size()));
  }
  return false;
}

std::optional<Vector> vector_of(const std::string& line) {
  if (line.empty() || line[0] == '#') return std::nullopt;
  std::vector<std::string> columns;
  std::string_view rest = line;
  while (columns.size() < 7) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    columns.emplace_back(trim(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto source = unescaped(columns[0]);
  if (!source) return std::nullopt;
  const std::string& to_unicode = columns[1].empty() ? columns[0] : columns[1];
  const std::string& to_ascii = columns[3].empty() ? to_unicode : columns[3];
  const std::string& status = columns[4].empty() ? columns[2] : columns[4];
  return Vector{*source, unescaped(to_unicode).value_or("?"), unescaped(to_ascii).value_or("?"),
                counts(status)};
}

// Why ours may come out otherwise.
std::string explained(const Vector& vector, const std::optional<std::string>& got) {
  const bool plain =
      is_ascii_text(vector.source) && lower_ascii(vector.source).find("xn--") == std::string::npos;
  if (plain && got == lower_ascii(vector.source)) return "ASCII names are lowered and not judged";
  // P1 and V6 stand there for what only UseSTD3ASCIIRules forbids.
  const bool beyond_std3 = vector.unicode.find("\u2260") != std::string::npos ||
                           vector.unicode.find("\u226E") != std::string::npos ||
                           vector.unicode.find("\u226F") != std::string::npos ||
                           std::any_of(vector.unicode.begin(), vector.unicode.end(), [](char c) {
                             return is_ascii(c) && !is_alnum(c) && c != '-' && c != '.';
                           });
  if (beyond_std3 && got == vector.ascii) return "UseSTD3ASCIIRules is off";
  return {};
}

TEST(IdnaSuite, UnicodesVectorsHold) {
  std::ifstream file(
      std::string(LETTERLOCK_CORPORA_DIR) +
      "/conformance/publicsuffix/tools/internal/domain/testdata/idna_test_vectors.txt");
  ASSERT_TRUE(file.is_open());
  std::map<std::string, int> different;
  int passed = 0;
  int no_utf8 = 0;
  std::string failures;
  for (std::string line; std::getline(file, line);) {
    const auto vector = vector_of(line);
    if (!vector) {
      no_utf8 += !line.empty() && line[0] != '#' ? 1 : 0;
      continue;
    }
    const auto got = domain_to_ascii(vector->source);
    if (vector->refused ? !got : got == vector->ascii) {
      ++passed;
    } else if (const std::string why = explained(*vector, got); !why.empty()) {
      ++different[why];
    } else {
      failures += line + "\n  got " + got.value_or("nothing") + "\n";
    }
  }
  EXPECT_EQ(failures, "");
  EXPECT_GT(passed, 6'000);
  std::printf("IdnaTestV2: %d passed, %d without UTF-8\n", passed, no_utf8);
  for (const auto& [why, count] : different)
    std::printf("  %d different: %s\n", count, why.c_str());
}

}  // namespace
}  // namespace letterlock::dns

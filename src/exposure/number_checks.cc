#include "exposure/number_checks.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

bool all_digits(std::string_view text, std::size_t length) {
  return text.size() == length && std::all_of(text.begin(), text.end(), is_digit);
}

int digit(std::string_view text, std::size_t i) { return text[i] - '0'; }

int number(std::string_view text, std::size_t from, std::size_t length) {
  int value = 0;
  for (std::size_t i = from; i < from + length; ++i) value = value * 10 + digit(text, i);
  return value;
}

template <std::size_t N>
int weighted(std::string_view text, const std::array<int, N>& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < N; ++i) sum += digit(text, i) * weights[i];
  return sum;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int value = digit(digits, digits.size() - 1 - i);
    if (i % 2 == 1) value = value > 4 ? 2 * value - 9 : 2 * value;
    sum += value;
  }
  return sum % 10 == 0;
}

bool is_day(int day, int month) { return day >= 1 && day <= 31 && month >= 1 && month <= 12; }

bool all_same(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
}

struct IbanLength {
  std::string_view country;
  std::size_t length;
};
// ISO 13616 registry.
constexpr IbanLength kIbanLengths[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27},
    {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20},
    {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24},
    {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15}, {"PK", 24},
    {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SC", 31},
    {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"ST", 25}, {"SV", 28}, {"TL", 23}, {"TN", 24},
    {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}};

// Issuers' prefixes in use (ISO/IEC 7812-1 registry, as the networks publish them).
bool is_issuer(std::string_view digits) {
  const int two = number(digits, 0, 2), four = number(digits, 0, 4);
  const std::size_t length = digits.size();
  if (digits[0] == '4') return length == 13 || length == 16 || length == 19;
  if (two >= 51 && two <= 55) return length == 16;
  if (four >= 2221 && four <= 2720) return length == 16;
  if (two == 34 || two == 37) return length == 15;
  if (four == 6011 || two == 65 || (four >= 6440 && four <= 6499)) return length == 16;
  if (four >= 3528 && four <= 3589) return length == 16;
  if (two == 36 || two == 38 || two == 30) return length == 14;
  return false;
}

constexpr std::uint8_t kVerhoeffProduct[10][10] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3}, {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
constexpr std::uint8_t kVerhoeffOrder[8][10] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}, {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7}, {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};

// ICAO 9303 part 3: digits as they are, letters from 10, '<' is 0; weights 7, 3, 1.
int mrz_check(std::string_view text) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = is_digit(c) ? c - '0' : c == '<' ? 0 : c - 'A' + 10;
    sum += value * kWeights[i % 3];
  }
  return sum % 10;
}

}  // namespace

bool is_iban(std::string_view text) {
  if (text.size() < 15) return false;
  const auto country =
      std::find_if(std::begin(kIbanLengths), std::end(kIbanLengths),
                   [&](const auto& each) { return each.country == text.substr(0, 2); });
  if (country == std::end(kIbanLengths) || country->length != text.size()) return false;
  int rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[(i + 4) % text.size()];
    if (is_digit(c)) {
      rest = (rest * 10 + (c - '0')) % 97;
    } else if (c >= 'A' && c <= 'Z') {
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return rest == 1;
}

bool is_card_number(std::string_view text) {
  return text.size() >= 13 && text.size() <= 19 && all_digits(text, text.size()) &&
         is_issuer(text) && luhn(text) && !all_same(text);
}

bool is_aba_routing(std::string_view text) {
  if (!all_digits(text, 9)) return false;
  const int first = number(text, 0, 2);
  const bool used =
      first <= 12 || (first >= 21 && first <= 32) || (first >= 61 && first <= 72) || first == 80;
  return used && !all_same(text) && weighted(text, std::array{3, 7, 1, 3, 7, 1, 3, 7, 1}) % 10 == 0;
}

bool is_us_ssn(std::string_view text) {
  if (!all_digits(text, 9)) return false;
  const int area = number(text, 0, 3);
  return area != 0 && area != 666 && area < 900 && number(text, 3, 2) != 0 &&
         number(text, 5, 4) != 0;
}

bool is_uk_nino(std::string_view text) {
  if (text.size() != 9 || !all_digits(text.substr(2, 6), 6)) return false;
  const auto bad_letter = [](char c) {
    return std::string_view("DFIQUV").find(c) != std::string_view::npos;
  };
  const std::string_view prefix = text.substr(0, 2);
  if (!is_alpha(prefix[0]) || !is_alpha(prefix[1]) || bad_letter(prefix[0]) ||
      bad_letter(prefix[1]) || prefix[1] == 'O') {
    return false;
  }
  for (const std::string_view never : {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}) {
    if (prefix == never) return false;
  }
  return text[8] >= 'A' && text[8] <= 'D';
}

bool is_german_tax_id(std::string_view text) {
  if (!all_digits(text, 11) || text[0] == '0') return false;
  std::array<int, 10> times{};
  for (std::size_t i = 0; i < 10; ++i) ++times[static_cast<std::size_t>(digit(text, i))];
  const auto repeated = std::count_if(times.begin(), times.end(), [](int n) { return n > 1; });
  if (repeated != 1 || *std::max_element(times.begin(), times.end()) > 3) return false;
  int product = 10;
  for (std::size_t i = 0; i < 10; ++i) {
    int sum = (digit(text, i) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10 == digit(text, 10);
}

bool is_french_nir(std::string_view text) {
  if (!all_digits(text, 15) || (text[0] != '1' && text[0] != '2')) return false;
  const int month = number(text, 3, 2);
  if (month < 1 || (month > 12 && month < 20)) return false;
  long long value = 0;
  for (std::size_t i = 0; i < 13; ++i) value = value * 10 + digit(text, i);
  return 97 - value % 97 == number(text, 13, 2);
}

bool is_spanish_id(std::string_view text) {
  if (text.size() != 9) return false;
  std::string digits(text.substr(0, 8));
  if (digits[0] >= 'X' && digits[0] <= 'Z') digits[0] = static_cast<char>('0' + digits[0] - 'X');
  if (!all_digits(digits, 8)) return false;
  return text[8] == "TRWAGMYFPDXBNJZSQVHLCKE"[number(digits, 0, 8) % 23];
}

bool is_italian_tax_code(std::string_view text) {
  constexpr std::string_view kShape = "LLLLLLDDLDDLDDDL";
  constexpr int kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                          20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  if (text.size() != kShape.size()) return false;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (kShape[i] == 'D' ? !is_digit(c) : c < 'A' || c > 'Z') return false;
    const int place = is_digit(c) ? c - '0' : c - 'A';
    if (i < 15) sum += i % 2 == 0 ? kOdd[place] : place;
  }
  return text[15] == 'A' + sum % 26;
}

bool is_dutch_bsn(std::string_view text) {
  return all_digits(text, 9) && !all_same(text) &&
         (weighted(text, std::array{9, 8, 7, 6, 5, 4, 3, 2}) - digit(text, 8)) % 11 == 0;
}

bool is_swedish_id(std::string_view text) {
  return all_digits(text, 10) && is_day(number(text, 4, 2), number(text, 2, 2)) && luhn(text);
}

bool is_norwegian_id(std::string_view text) {
  if (!all_digits(text, 11) || !is_day(number(text, 0, 2), number(text, 2, 2))) return false;
  const auto check = [](int sum) { return (11 - sum % 11) % 11; };
  const int first = check(weighted(text, std::array{3, 7, 6, 1, 8, 9, 4, 5, 2}));
  const int second = check(weighted(text, std::array{5, 4, 3, 2, 7, 6, 5, 4, 3, 2}));
  return first == digit(text, 9) && second == digit(text, 10);
}

bool is_polish_pesel(std::string_view text) {
  if (!all_digits(text, 11) || !is_day(number(text, 4, 2), number(text, 2, 2) % 20)) return false;
  const int sum = weighted(text, std::array{1, 3, 7, 9, 1, 3, 7, 9, 1, 3});
  return (10 - sum % 10) % 10 == digit(text, 10);
}

bool is_brazilian_cpf(std::string_view text) {
  if (!all_digits(text, 11) || all_same(text)) return false;
  const auto check = [](int sum) { return sum % 11 < 2 ? 0 : 11 - sum % 11; };
  return check(weighted(text, std::array{10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(text, 9) &&
         check(weighted(text, std::array{11, 10, 9, 8, 7, 6, 5, 4, 3, 2})) == digit(text, 10);
}

bool is_canadian_sin(std::string_view text) {
  return all_digits(text, 9) && text[0] != '0' && text[0] != '8' && luhn(text);
}

bool is_australian_tfn(std::string_view text) {
  return all_digits(text, 9) && !all_same(text) &&
         weighted(text, std::array{1, 4, 3, 7, 5, 8, 6, 9, 10}) % 11 == 0;
}

bool is_indian_aadhaar(std::string_view text) {
  if (!all_digits(text, 12) || text[0] < '2') return false;
  std::uint8_t check = 0;
  for (std::size_t i = 0; i < 12; ++i) {
    const auto next = static_cast<std::size_t>(digit(text, 11 - i));
    check = kVerhoeffProduct[check][kVerhoeffOrder[i % 8][next]];
  }
  return check == 0;
}

bool is_finnish_id(std::string_view text) {
  if (text.size() != 11 || !all_digits(text.substr(0, 6), 6) || !all_digits(text.substr(7, 3), 3)) {
    return false;
  }
  if (std::string_view("+-ABCDEFYXWVU").find(text[6]) == std::string_view::npos) return false;
  if (!is_day(number(text, 0, 2), number(text, 2, 2))) return false;
  const int value = number(text, 0, 6) * 1000 + number(text, 7, 3);
  return text[10] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[value % 31];
}

bool is_passport_zone(std::string_view line) {
  if (line.size() != 44) return false;
  const auto allowed = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '<'; };
  if (!std::all_of(line.begin(), line.end(), allowed)) return false;
  const auto fits = [&](std::size_t from, std::size_t length, std::size_t check) {
    return is_digit(line[check]) && mrz_check(line.substr(from, length)) == line[check] - '0';
  };
  return fits(0, 9, 9) && fits(13, 6, 19) && fits(21, 6, 27);
}

}  // namespace letterlock::exposure

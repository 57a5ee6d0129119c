#include "exposure/data_words.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <set>
#include <string>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

constexpr std::size_t kMostOfAKind = 100;
constexpr std::size_t kNearLabel = 40;  // octets between a label and what it names

bool is_word(char c) { return is_alnum(c) || !is_ascii(c); }

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_word(text[at - 1])) &&
         (at + length >= text.size() || !is_word(text[at + length]));
}

ByteRange range(std::size_t at, std::size_t length) {
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(length)};
}

// Calls `take(position)` for each place where `word` stands; at most kMostOfAKind.
template <class Take>
void each_place(std::string_view lower, std::string_view word, Take take) {
  std::size_t found = 0;
  for (std::size_t at = lower.find(word); at != std::string_view::npos && found < kMostOfAKind;
       at = lower.find(word, at + word.size())) {
    ++found;
    take(at);
  }
}

// ---- credentials --------------------------------------------------------------------------------

constexpr std::string_view kSecretLabels[] = {
    "password", "passwort", "kennwort", "passphrase", "mot de passe", "contraseña", "wachtwoord",
    "senha",    "lösenord", "hasło",    "пароль",     "pwd",          "passcode"};

// "Password: x", "password is x", "pwd=x": a value follows, at least 4 octets.
std::optional<ByteRange> value_after(std::string_view text, std::size_t at) {
  const auto skip = [&](auto is) {
    while (at < text.size() && is(text[at])) ++at;
  };
  skip(is_wsp);
  if (starts_with_ignore_case(text.substr(at), "is ") ||
      starts_with_ignore_case(text.substr(at), "is: ")) {
    at += 2;
  }
  if (at >= text.size() || (text[at] != ':' && text[at] != '=' && text[at] != ' ')) {
    return std::nullopt;
  }
  ++at;
  skip(is_wsp);
  std::size_t end = at;
  bool digit_or_sign = false, letter = false;
  while (end < text.size() && !is_space(text[end])) {
    digit_or_sign = digit_or_sign || !is_alpha(text[end]);
    letter = letter || is_alpha(text[end]);
    ++end;
  }
  // "password: please reset": a plain word is none.
  if (end - at < 4 || !digit_or_sign || !letter || end - at > 128) return std::nullopt;
  return range(at, end - at);
}

struct Token {
  std::string_view name, prefix;
  std::size_t rest;  // octets of [A-Za-z0-9_-] behind the prefix, at least
};
constexpr Token kTokens[] = {
    {"aws_access_key", "akia", 16},      {"github_token", "ghp_", 36},
    {"github_token", "github_pat_", 22}, {"slack_token", "xoxb-", 20},
    {"slack_token", "xoxp-", 20},        {"stripe_key", "sk_live_", 20},
    {"google_api_key", "aiza", 35},      {"json_web_token", "eyjhbgci", 40},
};

void find_tokens(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  for (const Token& token : kTokens) {
    each_place(lower, token.prefix, [&](std::size_t at) {
      if (at > 0 && is_word(text[at - 1])) return;
      std::size_t end = at + token.prefix.size();
      while (end < text.size() &&
             (is_alnum(text[end]) || text[end] == '_' || text[end] == '-' || text[end] == '.')) {
        ++end;
      }
      if (end - at < token.prefix.size() + token.rest) return;
      hits.push_back({DataCategory::credentials, token.name, range(at, end - at)});
    });
  }
  each_place(lower, "-----begin ", [&](std::size_t at) {
    const std::string_view line = lower.substr(at, 64);
    if (line.find("private key-----") == std::string_view::npos) return;
    hits.push_back({DataCategory::credentials, "private_key", range(at, 27)});
  });
}

void find_secrets(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  for (const std::string_view label : kSecretLabels) {
    each_place(lower, label, [&](std::size_t at) {
      if (at > 0 && is_word(text[at - 1])) return;
      const auto value = value_after(text, at + label.size());
      if (value) hits.push_back({DataCategory::credentials, "labelled_password", *value});
    });
  }
}

// ---- dates of birth -----------------------------------------------------------------------------

constexpr std::string_view kBirthLabels[] = {"date of birth",
                                             "birth date",
                                             "birthdate",
                                             "born on",
                                             "born:",
                                             "dob",
                                             "d.o.b",
                                             "geboren am",
                                             "geburtsdatum",
                                             "geb.",
                                             "né le",
                                             "née le",
                                             "date de naissance",
                                             "fecha de nacimiento",
                                             "data di nascita",
                                             "nato il",
                                             "nata il",
                                             "geboortedatum",
                                             "data de nascimento",
                                             "data urodzenia",
                                             "дата рождения"};

constexpr std::string_view kMonths[] = {
    "jan", "feb", "mar", "apr", "may", "jun",  "jul",  "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "avr", "juin", "juil", "aoû", "déc", "ene", "abr", "ago", "dic"};

bool is_year(int value) { return value >= 1900 && value <= 2100; }

// Day, month and year in any usual order within the next octets.
std::optional<ByteRange> date_after(std::string_view lower, std::size_t at) {
  const std::string_view near = lower.substr(at, kNearLabel);
  std::size_t first = std::string_view::npos;
  int years = 0, small = 0;
  bool month_name = false;
  for (std::size_t i = 0; i < near.size();) {
    if (is_digit(near[i])) {
      int value = 0;
      const auto end = std::from_chars(near.data() + i, near.data() + near.size(), value);
      const auto length = static_cast<std::size_t>(end.ptr - near.data()) - i;
      if (first == std::string_view::npos) first = i;
      years += length == 4 && is_year(value) ? 1 : 0;
      small += length <= 2 && value >= 1 && value <= 31 ? 1 : 0;
      i += length;
      const bool whole = years == 1 && (small == 2 || (small == 1 && month_name));
      if (whole) return range(at + first, i - first);
    } else if (is_alpha(near[i])) {
      for (const std::string_view month : kMonths) {
        month_name = month_name || near.substr(i).starts_with(month);
      }
      while (i < near.size() && is_word(near[i])) ++i;
    } else {
      ++i;
    }
  }
  return std::nullopt;
}

void find_births(std::string_view lower, std::vector<DataHit>& hits) {
  for (const std::string_view label : kBirthLabels) {
    each_place(lower, label, [&](std::size_t at) {
      if (at > 0 && is_word(lower[at - 1])) return;
      const auto date = date_after(lower, at + label.size());
      if (date) hits.push_back({DataCategory::birth_date, "labelled_birth_date", *date});
    });
  }
}

// ---- passports ----------------------------------------------------------------------------------

constexpr std::string_view kPassportLabels[] = {"passport no", "passport number",    "passport nr",
                                                "passport:",   "reisepassnummer",    "reisepass-nr",
                                                "passeport n", "número de pasaporte"};

// The numbers in use have 8 or 9 letters and digits, at least five of them digits.
void find_passports(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  for (const std::string_view label : kPassportLabels) {
    each_place(lower, label, [&](std::size_t at) {
      const std::size_t stop = std::min(text.size(), at + label.size() + kNearLabel);
      for (std::size_t i = at + label.size(); i < stop;) {
        std::size_t end = i;
        std::size_t digits = 0;
        while (end < text.size() && is_word(text[end])) digits += is_digit(text[end++]) ? 1 : 0;
        const std::size_t length = end - i;
        if ((length == 8 || length == 9) && digits >= 5) {
          hits.push_back({DataCategory::identity_number, "labelled_passport", range(i, length)});
          return;
        }
        i = end + 1;
      }
    });
  }
}

// ---- health -------------------------------------------------------------------------------------

// Headings of MeSH (diseases, therapeutics) and words of medical records that have no other use.
constexpr std::string_view kHealthTerms[] = {"diagnosis",
                                             "diagnosed with",
                                             "prescription",
                                             "medical record",
                                             "patient id",
                                             "health record",
                                             "chemotherapy",
                                             "radiotherapy",
                                             "oncology",
                                             "psychotherapy",
                                             "psychiatric",
                                             "antidepressant",
                                             "hiv",
                                             "hepatitis",
                                             "diabetes",
                                             "epilepsy",
                                             "multiple sclerosis",
                                             "cancer",
                                             "tumor",
                                             "tumour",
                                             "biopsy",
                                             "miscarriage",
                                             "pregnancy",
                                             "dialysis",
                                             "sick leave",
                                             "sick note",
                                             "disability",
                                             "blood test",
                                             "x-ray",
                                             "mri scan",
                                             "surgery",
                                             "rehabilitation",
                                             "medication",
                                             "diagnose",
                                             "befund",
                                             "arztbrief",
                                             "krankschreibung",
                                             "arbeitsunfähigkeit",
                                             "krankenkasse",
                                             "schwangerschaft",
                                             "chemotherapie",
                                             "psychotherapie",
                                             "krebs",
                                             "medikament",
                                             "diagnostic médical",
                                             "ordonnance",
                                             "arrêt maladie",
                                             "grossesse",
                                             "cancer du",
                                             "diabète",
                                             "diagnóstico",
                                             "receta médica",
                                             "baja médica",
                                             "embarazo",
                                             "quimioterapia"};
constexpr std::size_t kFewestTerms = 2;

// ICD-10 codes, with the classification's name or a diagnosis shortly before.
void find_codes(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  for (const std::string_view label :
       {"icd-10", "icd 10", "icd10", "icd:", "icd-code", "diagnos"}) {
    each_place(lower, label, [&](std::size_t at) {
      const std::size_t stop = std::min(text.size(), at + label.size() + kNearLabel);
      for (std::size_t i = at + label.size(); i + 3 <= stop; ++i) {
        const bool shape = text[i] >= 'A' && text[i] <= 'Z' && text[i] != 'U' &&
                           is_digit(text[i + 1]) && is_digit(text[i + 2]);
        if (!shape || (i > 0 && is_word(text[i - 1]))) continue;
        std::size_t end = i + 3;
        if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
          ++end;
          while (end < text.size() && is_digit(text[end])) ++end;
        }
        if (end < text.size() && is_word(text[end])) continue;
        hits.push_back({DataCategory::health, "icd_10_code", range(i, end - i)});
        return;
      }
    });
  }
}

void find_health(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  std::vector<DataHit> found;
  for (const std::string_view term : kHealthTerms) {
    const std::size_t at = lower.find(term);
    if (at == std::string_view::npos || !stands_alone(lower, at, term.size())) continue;
    found.push_back({DataCategory::health, "health_terms", range(at, term.size())});
  }
  // One such word is small talk.
  if (found.size() >= kFewestTerms) hits.insert(hits.end(), found.begin(), found.end());
  find_codes(text, lower, hits);
}

}  // namespace

void find_words(std::string_view text, std::string_view lower, std::vector<DataHit>& hits) {
  find_secrets(text, lower, hits);
  find_tokens(text, lower, hits);
  find_births(lower, hits);
  find_passports(text, lower, hits);
  find_health(text, lower, hits);
}

}  // namespace letterlock::exposure

#include "exposure/data_categories.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string>

#include "base/ascii.h"
#include "exposure/data_words.h"
#include "exposure/number_checks.h"

namespace letterlock::exposure {
namespace {

constexpr std::size_t kMostHits = 1000;
constexpr std::size_t kLongestNumber = 34;  // of an IBAN
constexpr std::size_t kNear = 80;           // octets between a label and what it names

constexpr std::string_view kNames[] = {"identity_number", "bank", "health", "credentials",
                                       "birth_date"};
constexpr std::string_view kWords[] = {"identity numbers", "bank and card numbers", "health",
                                       "credentials", "dates of birth"};

using Labels = std::initializer_list<std::string_view>;

struct NumberPattern {
  std::string_view name;
  DataCategory category;
  bool (*fits)(std::string_view);
  // One of these stands shortly before; none: the check alone is strong enough.
  Labels labels;
  std::size_t shortest, longest;  // octets without separators
};

// In this order: where several fit, the first is told.
const NumberPattern kNumbers[] = {
    {"iban", DataCategory::bank, is_iban, {}, 15, 32},
    {"it_codice_fiscale", DataCategory::identity_number, is_italian_tax_code, {}, 16, 16},
    {"fr_nir", DataCategory::identity_number, is_french_nir, {}, 15, 15},
    {"card_number", DataCategory::bank, is_card_number, {}, 13, 19},
    {"us_ssn", DataCategory::identity_number, is_us_ssn, {"ssn", "social security"}, 9, 9},
    {"us_aba_routing", DataCategory::bank, is_aba_routing, {"routing", "aba "}, 9, 9},
    {"uk_nino",
     DataCategory::identity_number,
     is_uk_nino,
     {"national insurance", "nino", "ni number", "ni no"},
     9,
     9},
    {"es_dni", DataCategory::identity_number, is_spanish_id, {"dni", "nie", "nif"}, 9, 9},
    {"nl_bsn", DataCategory::identity_number, is_dutch_bsn, {"bsn", "burgerservicenummer"}, 9, 9},
    {"ca_sin",
     DataCategory::identity_number,
     is_canadian_sin,
     {"sin:", "sin ", "social insurance"},
     9,
     9},
    {"au_tfn", DataCategory::identity_number, is_australian_tfn, {"tfn", "tax file"}, 9, 9},
    {"se_personnummer",
     DataCategory::identity_number,
     is_swedish_id,
     {"personnummer", "personnr", "pers.nr"},
     10,
     10},
    {"no_fodselsnummer",
     DataCategory::identity_number,
     is_norwegian_id,
     {"fødselsnummer", "fodselsnummer", "fnr", "personnummer"},
     11,
     11},
    {"de_steuer_id",
     DataCategory::identity_number,
     is_german_tax_id,
     {"steuer", "idnr", "tax id", "tin"},
     11,
     11},
    {"pl_pesel", DataCategory::identity_number, is_polish_pesel, {"pesel"}, 11, 11},
    {"br_cpf", DataCategory::identity_number, is_brazilian_cpf, {"cpf"}, 11, 11},
    {"in_aadhaar",
     DataCategory::identity_number,
     is_indian_aadhaar,
     {"aadhaar", "aadhar", "uidai"},
     12,
     12},
};

bool is_separator(char c) { return c == ' ' || c == '-' || c == '.' || c == '/'; }

// The text and the same in lower case.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text), lower_(lower_ascii(text)) {}

  std::vector<DataHit> run() {
    for (std::size_t i = 0; i < text_.size() && hits_.size() < kMostHits;) {
      if (!is_alnum(text_[i]) || (i > 0 && is_word(text_[i - 1]))) {
        ++i;
        continue;
      }
      i = std::max(number_at(i), word_end(i));
    }
    find_words(text_, lower_, hits_);
    std::stable_sort(hits_.begin(), hits_.end(), [](const DataHit& a, const DataHit& b) {
      return a.where.offset < b.where.offset;
    });
    if (hits_.size() > kMostHits) hits_.resize(kMostHits);
    return std::move(hits_);
  }

 private:
  static bool is_word(char c) { return is_alnum(c) || !is_ascii(c); }
  std::size_t word_end(std::size_t at) const {
    while (at < text_.size() && is_word(text_[at])) ++at;
    return at;
  }
  bool labelled(std::size_t at, const Labels& labels) const {
    if (labels.size() == 0) return true;
    const std::size_t from = at < kNear ? 0 : at - kNear;
    const std::string_view before = std::string_view(lower_).substr(from, at - from);
    return std::any_of(labels.begin(), labels.end(), [&](std::string_view label) {
      return before.find(label) != std::string_view::npos;
    });
  }

  // The longest number that begins here and is one of those we know; its end, or `at`.
  std::size_t number_at(std::size_t at) {
    std::string joined;
    std::size_t end = at, best = at;
    const NumberPattern* found = nullptr;
    if (const std::size_t special = special_at(at); special != at) return special;
    while (joined.size() < kLongestNumber) {
      const std::size_t stop = word_end(end);
      if (stop == end || joined.size() + (stop - end) > kLongestNumber) break;
      for (std::size_t i = end; i < stop; ++i) joined += to_upper(text_[i]);
      if (const NumberPattern* fits = pattern_of(joined, at)) {
        found = fits;
        best = stop;
      }
      // Groups of a number are divided by one separator; a letter group ends all but IBANs.
      if (stop + 1 >= text_.size() || !is_separator(text_[stop])) break;
      end = stop + 1;
    }
    if (found == nullptr) return at;
    hits_.push_back({found->category, found->name, range(at, best)});
    return best;
  }
  const NumberPattern* pattern_of(std::string_view joined, std::size_t at) const {
    for (const NumberPattern& pattern : kNumbers) {
      const bool length = joined.size() >= pattern.shortest && joined.size() <= pattern.longest;
      if (length && pattern.fits(joined) && labelled(at, pattern.labels)) return &pattern;
    }
    return nullptr;
  }

  // Those whose separators or fillers are part of them.
  std::size_t special_at(std::size_t at) {
    const std::string_view rest = text_.substr(at);
    if (rest.size() >= 11 && is_finnish_id(rest.substr(0, 11)) &&
        (rest.size() == 11 || !is_word(rest[11]))) {
      hits_.push_back({DataCategory::identity_number, "fi_henkilotunnus", range(at, at + 11)});
      return at + 11;
    }
    if (rest.size() >= 44 && is_passport_zone(rest.substr(0, 44))) {
      hits_.push_back({DataCategory::identity_number, "passport_mrz", range(at, at + 44)});
      return at + 44;
    }
    return at;
  }

  static ByteRange range(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  }

  std::string_view text_;
  std::string lower_;
  std::vector<DataHit> hits_;
};

}  // namespace

std::string_view category_name(DataCategory category) {
  return kNames[static_cast<std::size_t>(category)];
}
std::string_view category_words(DataCategory category) {
  return kWords[static_cast<std::size_t>(category)];
}

std::vector<DataHit> find_data(std::string_view text) { return Scan(text).run(); }

}  // namespace letterlock::exposure

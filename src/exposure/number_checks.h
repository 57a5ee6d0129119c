// Check digits of numbers about people and accounts. Arguments are digits or capital letters
// without separators; each returns whether length, structure and check fit.
#pragma once

#include <string_view>

namespace letterlock::exposure {

// Accounts.
bool is_iban(std::string_view text);         // ISO 13616: length of the country, mod 97
bool is_card_number(std::string_view text);  // ISO/IEC 7812: issuer's prefix, length, Luhn
bool is_aba_routing(std::string_view text);  // ABA: weights 3, 7, 1; prefix in use

// Persons.
bool is_us_ssn(std::string_view text);            // no check digit: areas, groups never given
bool is_uk_nino(std::string_view text);           // no check digit: prefixes never given
bool is_german_tax_id(std::string_view text);     // ISO 7064 mod 11,10, and one digit repeated
bool is_french_nir(std::string_view text);        // key: 97 - (number mod 97)
bool is_spanish_id(std::string_view text);        // DNI, NIE: letter by mod 23
bool is_italian_tax_code(std::string_view text);  // codice fiscale: check letter
bool is_dutch_bsn(std::string_view text);         // eleven test
bool is_swedish_id(std::string_view text);        // YYMMDDNNNC: date, Luhn
bool is_norwegian_id(std::string_view text);      // DDMMYYNNNCC: date, two digits mod 11
bool is_polish_pesel(std::string_view text);      // weights 1, 3, 7, 9
bool is_brazilian_cpf(std::string_view text);     // two digits mod 11
bool is_canadian_sin(std::string_view text);      // Luhn
bool is_australian_tfn(std::string_view text);    // weights, mod 11
bool is_indian_aadhaar(std::string_view text);    // Verhoeff
bool is_finnish_id(std::string_view text);        // DDMMYYcNNNC with the century's sign in it
// The second line of a passport's machine-readable zone (ICAO 9303 part 4): its check digits.
bool is_passport_zone(std::string_view line);

}  // namespace letterlock::exposure

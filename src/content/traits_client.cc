#include <array>

#include "base/ascii.h"
#include "content/trait_list.h"
#include "mime/date.h"
#include "mime/unstructured.h"

namespace letterlock::content {
namespace {

using mime::FieldName;
using mime::HeaderField;

// "Mozilla/5.0 (X11; ...) Gecko/... Thunderbird/115.4" is Thunderbird; else the words before the
// first one with a digit.
std::string family_of(std::string_view mailer) {
  constexpr std::array<std::string_view, 6> kNamed = {"Thunderbird", "Evolution",  "K-9",
                                                      "Icedove",     "Betterbird", "SeaMonkey"};
  for (const auto name : kNamed) {
    if (mailer.find(name) != std::string_view::npos) return std::string(name);
  }
  std::string family;
  while (!mailer.empty()) {
    const std::size_t end = std::min(mailer.find_first_of(" \t/("), mailer.size());
    const std::string_view word = mailer.substr(0, end);
    bool digit = false;
    for (const char c : word) digit |= is_digit(c);
    if (digit && !family.empty()) break;
    if (!word.empty()) family.append(family.empty() ? "" : " ").append(word);
    if (end == mailer.size() || mailer[end] == '/' || mailer[end] == '(') break;
    mailer.remove_prefix(end + 1);
  }
  return family;
}

void add_mailer(const mime::Message& message, TraitList& out) {
  const HeaderField* field = message.find(FieldName::x_mailer);
  if (field == nullptr) field = message.find(FieldName::user_agent);
  if (field == nullptr) return;
  const std::string_view mailer = trim(mime::decode_unstructured(message, *field));
  if (mailer.empty()) return;
  out.add(TraitKind::mailer_family, family_of(mailer), field->whole);
  out.add(TraitKind::mailer, mailer, field->whole);
}

void add_clock(const mime::Message& message, TraitList& out) {
  const HeaderField* field = message.find(FieldName::date);
  const auto date = mime::date_of(message);
  if (field == nullptr || !date) return;
  out.add(TraitKind::zone, date->zone_text, field->whole);
}

}  // namespace

void add_client_traits(const mime::Message& message, TraitList& out) {
  add_mailer(message, out);
  add_clock(message, out);
}

}  // namespace letterlock::content

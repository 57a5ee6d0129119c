#include "mime/date.h"

#include "mime/date_reader.h"

namespace letterlock::mime {

std::optional<DateTime> parse_date(std::string_view text) { return read_date(text).date; }

std::optional<DateTime> date_of(const Message& message) {
  const HeaderField* field = message.find(FieldName::date);
  if (field == nullptr) return std::nullopt;
  const DateReading reading = read_date(message.octets(field->body));
  if (reading.problem == DateProblem::malformed) {
    message.add_defect(DefectKind::date_malformed, field->body);
  } else if (reading.problem == DateProblem::out_of_range) {
    message.add_defect(DefectKind::date_out_of_range, field->body);
  }
  if (reading.date && reading.date->obsolete) {
    message.add_defect(DefectKind::date_obsolete, field->body);
  }
  return reading.date;
}

}  // namespace letterlock::mime

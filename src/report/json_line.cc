#include "report/json_line.h"

#include "base/json_writer.h"

namespace letterlock::report {

std::string json_line(std::string_view type, std::string_view object) {
  JsonWriter json;
  json.object().member("schema", 1).member("type", type).end();
  std::string line = json.take();
  line.back() = ',';
  line += object.substr(1);
  line += '\n';
  return line;
}

std::string summary_line(std::string_view object) {
  JsonWriter json;
  json.object().key("summary").raw(object).end();
  return json_line("summary", json.take());
}

}  // namespace letterlock::report

#include "demo/mime_build.h"

#include "base/ascii.h"

namespace letterlock::demo {

std::string render_fields(const std::vector<Field>& fields) {
  std::string out;
  for (const Field& field : fields) out += field.name + ": " + field.value + "\r\n";
  return out;
}

std::string render_body(const Entity& entity) {
  if (entity.parts.empty()) return entity.body;
  std::string out = entity.preamble;
  for (const Entity& part : entity.parts) {
    out += "--" + entity.boundary + "\r\n" + render_fields(part.fields) + "\r\n";
    out += render_body(part);
    if (!out.ends_with("\r\n")) out += "\r\n";
  }
  return out + "--" + entity.boundary + "--\r\n";
}

void add(std::vector<Field>& fields, std::string name, std::string value) {
  fields.push_back({std::move(name), std::move(value)});
}

std::string field_value(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return "";
}

}  // namespace letterlock::demo

// Entities and how they are put together (RFC 2045, RFC 2046), in the manner of a mail program.
#pragma once

#include <string>
#include <vector>

#include "demo/dkim.h"

namespace letterlock::demo {

struct Entity {
  std::vector<Field> fields;
  std::string body;  // CRLF line ends; of a leaf
  std::string boundary;
  std::vector<Entity> parts;
  std::string preamble;
};

// The octets below the header.
std::string render_body(const Entity& entity);
std::string render_fields(const std::vector<Field>& fields);

// Adds a field whose name and body are as given.
void add(std::vector<Field>& fields, std::string name, std::string value);
// The body of the first field of that name, "" if there is none.
std::string field_value(const std::vector<Field>& fields, std::string_view name);

}  // namespace letterlock::demo

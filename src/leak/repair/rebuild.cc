// The header with what was undone, so that verifying it proves the search right.
#include <algorithm>
#include <map>

#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {

std::string rebuild_header(const mime::Message& message, std::span<const Variant> variants) {
  const std::string_view octets = message.octets();
  const std::string end = auth::line_ends_of(octets) == auth::LineEnds::lf ? "\n" : "\r\n";
  std::map<std::uint32_t, const FieldEdit*> of_field;
  std::string inserted;
  for (const Variant& variant : variants) {
    for (const FieldEdit& edit : variant.edits) {
      if (edit.kind != FieldEdit::Kind::insert) {
        of_field[edit.field] = &edit;
      } else {
        // Above all others: a later place of h= takes the one that stands higher.
        inserted = edit.name + ":" + edit.body + end + inserted;
      }
    }
  }
  std::string out = std::move(inserted);
  std::size_t at = 0;
  for (const auto& [index, edit] : of_field) {
    const mime::HeaderField& field = message.header()[index];
    out.append(octets, at, field.whole.offset - at);
    if (edit->kind == FieldEdit::Kind::replace) {
      out += edit->name + ":" + edit->body;
      out.append(octets, field.body.end(), field.whole.end() - field.body.end());
    }
    at = field.whole.end();
  }
  out.append(octets, at, octets.size() - at);
  return out;
}

std::vector<Edit> edits_of(const mime::Message& message, std::span<const Variant> variants) {
  std::vector<Edit> edits;
  for (const Variant& variant : variants) {
    for (const FieldEdit& one : variant.edits) {
      Edit edit{.change = variant.change,
                .field = one.name,
                .where = {},
                .before = {},
                .after = {},
                .discloses = variant.discloses};
      if (one.kind != FieldEdit::Kind::insert) {
        const mime::HeaderField& field = message.header()[one.field];
        edit.field = message.octets(field.name);
        edit.where = field.whole;
        edit.before = message.octets(field.whole);
      }
      if (one.kind != FieldEdit::Kind::remove) edit.after = one.name + ":" + one.body;
      edits.push_back(std::move(edit));
    }
  }
  return edits;
}

}  // namespace letterlock::leak

// The traits of one message while they are gathered.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "content/traits.h"
#include "mime/date.h"

namespace letterlock::content {

class TraitList {
 public:
  TraitList() { traits_.reserve(48); }  // a usual message's
  // Makes `value` printable and cuts it to kLongestTrait. Past the limit of traits it is left out.
  void add(TraitKind kind, std::string_view value, ByteRange where);
  // One that another list gave.
  void add(Trait trait);
  // Moves them to the end of `out`, by kind; several of one kind in the order in which they were
  // added. The list is empty then and keeps its memory.
  void take(std::vector<Trait>& out);

 private:
  std::vector<Trait> traits_;
};

// What servers wrote. `date`: mime::date_of(message).
void add_path_traits(const mime::Message& message, const std::optional<mime::DateTime>& date,
                     TraitList& out);
// What the sending program wrote, and its clock.
void add_client_traits(const mime::Message& message, const std::optional<mime::DateTime>& date,
                       TraitList& out);
// What files are attached.
void add_attachment_traits(const mime::Message& message, const Content& content, TraitList& out);
// How the author writes.
void add_text_traits(const mime::Message& message, const Content& content, TraitList& out,
                     Writing& writing);

}  // namespace letterlock::content

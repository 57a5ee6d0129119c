// Which fields there were: fields added, dropped, replaced with a copy kept; subjects; white space.
#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

// Names under which relays and lists keep a field that they replace.
constexpr std::string_view kCopyPrefixes[] = {
    "X-Original-", "Old-", "X-Old-", "Original-", "X-Orig-", "X-Mailman-Original-", "X-Saved-"};

bool is_address_field(const FieldGroup& group) {
  using enum mime::FieldName;
  return group.id == from || group.id == sender || group.id == reply_to || group.id == to ||
         group.id == cc || group.id == bcc;
}

void add_copies(const HeaderModel& model, FieldGroup& group) {
  for (const std::string_view prefix : kCopyPrefixes) {
    const mime::HeaderField* copy = model.message().find(std::string(prefix) + group.name);
    if (copy == nullptr) continue;
    const std::string_view body = trim(model.message().octets(copy->body));
    keep(group, model.with_body(group, body, Change::field_replaced_copy_kept, Tier::presence));
    keep(group, model.with_inserted(group, body, Change::field_replaced_copy_kept, Tier::presence));
  }
}

// Bodies a field had elsewhere in mail of its author.
void add_known_bodies(const HeaderModel& model, FieldGroup& group, const RepairContext& context) {
  const Change change =
      group.id == mime::FieldName::sender ? Change::sender_replaced : Change::field_replaced;
  for (const auto& values : context.fields) {
    if (!equals_ignore_case(values.name, group.lower)) continue;
    for (const std::string& body : values.bodies) {
      auto replaced = model.with_body(group, body, change, Tier::dictionary);
      if (replaced) replaced->discloses = is_address_field(group);
      keep(group, std::move(replaced));
      auto inserted = model.with_inserted(group, body, Change::field_dropped, Tier::dictionary);
      if (inserted) inserted->discloses = is_address_field(group);
      keep(group, std::move(inserted));
    }
  }
}

// "[tag]" at `at`, as long as tags are; its length, 0 where there is none.
std::size_t tag_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '[') return 0;
  const std::size_t end = text.find(']', at);
  return end == text.npos || end - at > 80 ? 0 : end - at + 1;
}

constexpr std::string_view kMarks[] = {
    "[EXTERNAL]",     "[External]",   "[EXT]",      "[Ext]",        "EXTERNAL:",       "External:",
    "[EXTERN]",       "[EXTERNE]",    "(EXTERNAL)", "[SPAM]",       "***SPAM***",      "{Spam?}",
    "*****SPAM*****", "[SUSPECT]",    "[BULK]",     "[Newsletter]", "[MARKETING]",     "[CAUTION]",
    "EXT:",           "[ EXTERNAL ]", "[!!]",       "(spam)",       "[Suspected Spam]"};
constexpr std::string_view kPrefixes[] = {
    "Re:", "RE:", "re:", "Fwd:", "FW:", "Fw:", "AW:", "WG:", "Antw:", "SV:", "TR:"};

void keep_subject(const HeaderModel& model, FieldGroup& group, std::string_view body,
                  Change change) {
  keep(group, model.with_body(group, trim(body), change, Tier::subject));
}

void add_untagged(const HeaderModel& model, FieldGroup& group, std::string_view body) {
  for (std::size_t at = 0; at < body.size() && at < 1'000; ++at) {
    const std::size_t length = tag_at(body, at);
    if (length == 0) continue;
    const std::string_view after = body.substr(at + length);
    const std::string_view rest = trim(after);
    const std::string head(body.substr(0, at));
    keep_subject(model, group, head + std::string(rest), Change::subject_tagged);
    keep_subject(model, group, head + std::string(after), Change::subject_tagged);
    // "Re: [tag] x" written as "[tag] Re: x", and the other way.
    keep_subject(model, group, "Re: " + head + std::string(rest), Change::subject_tagged);
    for (const std::string_view prefix : kPrefixes) {
      if (!starts_with_ignore_case(rest, prefix)) continue;
      keep_subject(model, group, head + std::string(trim(rest.substr(prefix.size()))),
                   Change::subject_tagged);
    }
  }
}

void add_unmarked(const HeaderModel& model, FieldGroup& group, std::string_view body) {
  for (const std::string_view mark : kMarks) {
    const std::size_t at = body.find(mark);
    if (at == body.npos) continue;
    keep_subject(model, group,
                 std::string(body.substr(0, at)) + std::string(trim(body.substr(at + mark.size()))),
                 Change::subject_tagged);
  }
}

void add_prefixes(const HeaderModel& model, FieldGroup& group, std::string_view body) {
  for (const std::string_view prefix : kPrefixes) {
    if (body.starts_with(prefix)) {
      keep_subject(model, group, body.substr(prefix.size()), Change::subject_prefixed);
      for (const std::string_view other : kPrefixes) {
        keep_subject(model, group, std::string(other) + std::string(body.substr(prefix.size())),
                     Change::subject_prefixed);
      }
    }
    keep_subject(model, group, std::string(prefix) + " " + std::string(body),
                 Change::subject_prefixed);
  }
}

// Only "simple" canonicalization sees these.
std::vector<std::string> respaced(std::string_view body) {
  const std::string flat = unfolded(body);
  const std::string tight(trim(flat));
  std::vector<std::string> all{" " + tight,  tight,        " " + flat,       flat,
                               "\t" + tight, "  " + tight, " " + tight + " "};
  for (const std::string_view fold : {"\r\n ", "\r\n\t", "\r\n        "}) {
    for (const std::size_t width : {76u, 78u, 72u, 998u}) {
      all.push_back(folded(" " + tight, fold, width));
    }
    all.push_back(fold.substr(0, 2) == "\r\n" ? std::string(fold) + tight : tight);
    all.push_back(refolded(body, fold));
    all.push_back(folded_at_commas(" " + tight, fold));
  }
  return all;
}

std::vector<std::string> respelled(std::string_view name, std::string_view in_h) {
  std::string upper, title;
  bool start = true;
  for (const char c : name) {
    upper += to_upper(c);
    title += start ? to_upper(c) : to_lower(c);
    start = c == '-';
  }
  std::string id = title;
  if (id.ends_with("-Id")) id = id.substr(0, id.size() - 2) + "ID";
  if (id == "Mime-Version") id = "MIME-Version";
  return {std::string(in_h), title, id, lower_ascii(name), upper};
}

}  // namespace

void keep(FieldGroup& group, std::optional<Variant> variant) {
  constexpr std::size_t kMost = 20'000;
  if (!variant || group.variants.size() >= kMost) return;
  const auto same = [&](const Variant& other) {
    return std::equal(other.slots.begin(), other.slots.end(), variant->slots.begin(),
                      variant->slots.end(), [](const SlotText& a, const SlotText& b) {
                        return a.slot == b.slot && a.canonical == b.canonical;
                      });
  };
  // Long lists come from dictionaries, which repeat little: there a double costs one hash.
  if (group.variants.size() < 400 &&
      std::any_of(group.variants.begin(), group.variants.end(), same)) {
    return;
  }
  group.variants.push_back(std::move(*variant));
}

void add_presence(const HeaderModel& model, FieldGroup& group, const RepairContext& context) {
  keep(group, model.with_inserted(group, "", Change::empty_field_dropped, Tier::presence));
  for (std::size_t i = 0; i < group.instances.size() && i < 8; ++i) {
    keep(group, model.without(group, i,
                              group.instances.size() > 1 ? Change::field_instance_added
                                                         : Change::field_added));
  }
  if (group.instances.size() > 1) keep(group, model.without_all(group, Change::field_added));
  keep(group, model.with_body(group, "", Change::address_list_replaced, Tier::presence, true));
  add_copies(model, group);
  add_known_bodies(model, group, context);
}

void add_subjects(const HeaderModel& model, FieldGroup& group) {
  if (group.id != mime::FieldName::subject || group.instances.empty()) return;
  const std::string body(trim(unfolded(*model.first_body(group))));
  add_untagged(model, group, body);
  add_unmarked(model, group, body);
  add_prefixes(model, group, body);
}

void add_spacing(const HeaderModel& model, FieldGroup& group) {
  if (model.signature().header != auth::Canonicalization::simple || group.instances.empty()) return;
  const std::uint32_t field = group.instances[0];
  const std::string_view body = *model.first_body(group);
  for (const std::string& text : respaced(body)) {
    keep(group, model.with_body(group, model.ends() == auth::LineEnds::lf ? with_lf(text) : text,
                                Change::field_respaced, Tier::spacing, true));
  }
  for (const std::string& name : respelled(model.name_of(field), group.name)) {
    std::string canonical = model.canonical_field(name, body);
    if (canonical == model.canonical()[group.slots[0]]) continue;
    Variant variant{.change = Change::field_name_respelled,
                    .tier = Tier::spacing,
                    .discloses = false,
                    .slots = {},
                    .edits = {}};
    variant.slots.push_back({group.slots[0], std::move(canonical)});
    variant.edits.push_back({FieldEdit::Kind::replace, field, name, std::string(body)});
    keep(group, std::move(variant));
  }
}

}  // namespace letterlock::leak

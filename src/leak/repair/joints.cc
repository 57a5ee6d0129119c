// Several fields changed at once by one cause.
#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "leak/repair/field_text.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {
namespace {

using enum mime::FieldName;

bool is_list_field(const FieldGroup& group) {
  return group.lower.starts_with("list-") || group.lower == "precedence" ||
         group.lower == "errors-to" || group.lower == "x-mailman-version" ||
         group.lower == "mailing-list" || group.lower == "x-loop" || group.lower == "x-beenthere";
}

void add_absent(const HeaderModel& model, const FieldGroup& group, Joint& joint) {
  auto variant = model.without_all(group, Change::list_fields_added);
  if (variant) joint.push_back(std::move(*variant));
}

// The fields about the body that a rebuilding of ours kept aside (sources/rebuild_header.h) put
// back, and those that it wrote in their stead taken out.
Joint aside_joint(const HeaderModel& model) {
  Joint joint;
  bool kept = false;
  for (const FieldGroup& group : model.groups()) {
    if (group.id != content_type && group.id != content_transfer_encoding &&
        group.id != mime_version) {
      continue;
    }
    const mime::HeaderField* copy = model.message().find("X-Transport-" + group.name);
    kept = kept || copy != nullptr;
    std::optional<Variant> variant;
    if (copy == nullptr) {
      variant = model.without_all(group, Change::field_added);
    } else {
      const std::string_view body = model.message().octets(copy->body);
      variant =
          model.with_body(group, body, Change::field_replaced_copy_kept, Tier::presence, true);
      if (group.instances.empty()) {
        variant = model.with_inserted(group, trim(body), Change::field_replaced_copy_kept,
                                      Tier::presence);
      }
    }
    if (variant) joint.push_back(std::move(*variant));
  }
  return kept ? joint : Joint{};
}

bool is_address_field(const FieldGroup& group) {
  return group.id == from || group.id == sender || group.id == reply_to || group.id == to ||
         group.id == cc;
}

}  // namespace

std::vector<Joint> list_joints(const HeaderModel& model) {
  Joint list, with_sender, with_reply_to;
  for (const FieldGroup& group : model.groups()) {
    const bool of_list = is_list_field(group);
    if (of_list) add_absent(model, group, list);
    if (of_list || group.id == sender) add_absent(model, group, with_sender);
    if (of_list || group.id == sender || group.id == reply_to ||
        group.lower.starts_with("resent-")) {
      add_absent(model, group, with_reply_to);
    }
  }
  std::vector<Joint> joints;
  for (Joint* joint : {&list, &with_sender, &with_reply_to}) {
    if (!joint->empty() && (joints.empty() || joints.back().size() < joint->size())) {
      joints.push_back(std::move(*joint));
    }
  }
  if (Joint aside = aside_joint(model); !aside.empty()) joints.push_back(std::move(aside));
  return joints;
}

std::vector<Joint> style_joints(const HeaderModel& model) {
  std::vector<Joint> joints;
  for (const int type_quotes : {0, 1, 2}) {
    for (const NameQuotes quotes :
         {NameQuotes::as_found, NameQuotes::always, NameQuotes::where_needed, NameQuotes::single}) {
      for (const Angles angles : {Angles::as_found, Angles::always, Angles::with_name_only}) {
        for (const std::string_view comma : {", ", ",", " , "}) {
          Joint joint;
          for (const FieldGroup& group : model.groups()) {
            const auto body = model.first_body(group);
            if (!body || !is_address_field(group) || body->size() > 65'536) continue;
            const auto items = address_items(*body);
            if (!items) continue;
            auto variant = model.with_body(group, written(*items, {quotes, angles, comma}),
                                           Change::addresses_restyled, Tier::address);
            if (variant) joint.push_back(std::move(*variant));
          }
          const FieldGroup* type = model.group("content-type");
          if (type != nullptr && type_quotes > 0) {
            for (const Variant& variant : type->variants) {
              const std::string& text = variant.edits.front().body;
              const bool quoted = text.find('"') != text.npos;
              if (variant.change == Change::content_type_rewritten &&
                  quoted == (type_quotes == 1)) {
                joint.push_back(variant);
                break;
              }
            }
          }
          if (joint.size() > (type_quotes > 0 ? 1u : 0u)) joints.push_back(std::move(joint));
        }
      }
    }
  }
  return joints;
}

}  // namespace letterlock::leak

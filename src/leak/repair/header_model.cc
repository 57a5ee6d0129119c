#include <algorithm>

#include "base/ascii.h"
#include "leak/repair/header_search.h"

namespace letterlock::leak {

HeaderModel::HeaderModel(const mime::Message& message, const auth::SignatureCheck& check)
    : message_(message), check_(check), ends_(auth::line_ends_of(message.octets())) {
  const auto& h = check.signature.h;
  for (std::uint32_t slot = 0; slot < h.size(); ++slot) {
    const std::string lower = lower_ascii(h[slot]);
    auto it = std::find_if(groups_.begin(), groups_.end(),
                           [&](const FieldGroup& group) { return group.lower == lower; });
    if (it == groups_.end()) {
      FieldGroup group;
      group.name = h[slot];
      group.lower = lower;
      group.id = mime::field_id(h[slot]);
      const auto header = message.header();
      for (std::size_t i = header.size(); i > 0; --i) {
        const auto index = static_cast<std::uint32_t>(i - 1);
        // A signature never covers itself by name (RFC 6376 section 3.5, h=).
        if (index != check.signature.field && equals_ignore_case(name_of(index), lower)) {
          group.instances.push_back(index);
        }
      }
      it = groups_.insert(groups_.end(), std::move(group));
    }
    it->slots.push_back(slot);
    const std::size_t which = it->slots.size() - 1;
    canonical_.push_back(
        which < it->instances.size()
            ? canonical_field(name_of(it->instances[which]), body_of(it->instances[which]))
            : std::string());
  }
  auth::append_signature_field(message, check.signature, ends_, own_field_);
}

const FieldGroup* HeaderModel::group(std::string_view lower_name) const {
  const auto it = std::find_if(groups_.begin(), groups_.end(),
                               [&](const FieldGroup& one) { return one.lower == lower_name; });
  return it == groups_.end() ? nullptr : &*it;
}

std::string_view HeaderModel::name_of(std::uint32_t field) const {
  return message_.octets(message_.header()[field].name);
}
std::string_view HeaderModel::body_of(std::uint32_t field) const {
  return message_.octets(message_.header()[field].body);
}

std::optional<std::string_view> HeaderModel::first_body(const FieldGroup& group) const {
  if (group.instances.empty()) return std::nullopt;
  return body_of(group.instances[0]);
}

std::string HeaderModel::canonical_field(std::string_view name, std::string_view body) const {
  std::string out;
  auth::append_canonical_field(check_.signature.header, ends_, name, body, out);
  return out;
}

std::vector<std::string> HeaderModel::canonical_instances(const FieldGroup& group) const {
  std::vector<std::string> all;
  // Those beyond the places of h= matter only when others go.
  const std::size_t count = std::min(group.instances.size(), group.slots.size() + 16);
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(canonical_field(name_of(group.instances[i]), body_of(group.instances[i])));
  }
  return all;
}

std::optional<Variant> HeaderModel::with_fields(const FieldGroup& group,
                                                std::span<const std::string> canonical,
                                                Variant variant) const {
  for (std::size_t i = 0; i < group.slots.size(); ++i) {
    const std::string& now = canonical_[group.slots[i]];
    const std::string then = i < canonical.size() ? canonical[i] : std::string();
    if (now != then) variant.slots.push_back({group.slots[i], then});
  }
  if (variant.slots.empty()) return std::nullopt;
  return variant;
}

std::optional<Variant> HeaderModel::with_body(const FieldGroup& group, std::string_view body,
                                              Change change, Tier tier, bool exact) const {
  if (group.instances.empty()) return std::nullopt;
  const std::uint32_t field = group.instances[0];
  const std::string full = (exact ? "" : " ") + std::string(body);
  Variant variant{.change = change, .tier = tier, .discloses = false, .slots = {}, .edits = {}};
  variant.edits.push_back({FieldEdit::Kind::replace, field, std::string(name_of(field)), full});
  std::string canonical = canonical_field(name_of(field), full);
  if (canonical == canonical_[group.slots[0]]) return std::nullopt;
  variant.slots.push_back({group.slots[0], std::move(canonical)});
  return variant;
}

std::optional<Variant> HeaderModel::without(const FieldGroup& group, std::size_t which,
                                            Change change) const {
  if (which >= group.instances.size()) return std::nullopt;
  auto fields = canonical_instances(group);
  if (which >= fields.size()) return std::nullopt;
  fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(which));
  Variant variant{
      .change = change, .tier = Tier::presence, .discloses = false, .slots = {}, .edits = {}};
  variant.edits.push_back({FieldEdit::Kind::remove, group.instances[which], {}, {}});
  return with_fields(group, fields, std::move(variant));
}

std::optional<Variant> HeaderModel::without_all(const FieldGroup& group, Change change) const {
  Variant variant{
      .change = change, .tier = Tier::presence, .discloses = false, .slots = {}, .edits = {}};
  for (const std::uint32_t field : group.instances) {
    variant.edits.push_back({FieldEdit::Kind::remove, field, {}, {}});
  }
  return with_fields(group, {}, std::move(variant));
}

std::optional<Variant> HeaderModel::with_inserted(const FieldGroup& group, std::string_view body,
                                                  Change change, Tier tier) const {
  if (group.instances.size() >= group.slots.size()) return std::nullopt;
  auto fields = canonical_instances(group);
  std::string name(mime::field_name(group.id));
  if (name.empty()) name = group.name;
  const std::string full = body.empty() ? std::string() : " " + std::string(body);
  fields.push_back(canonical_field(name, full));
  Variant variant{.change = change, .tier = tier, .discloses = false, .slots = {}, .edits = {}};
  variant.edits.push_back({FieldEdit::Kind::insert, 0, name, full});
  return with_fields(group, fields, std::move(variant));
}

}  // namespace letterlock::leak

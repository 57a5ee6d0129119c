// The search for the header that a signature's digest was made of. Internal to the repair search.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "leak/repair.h"
#include "leak/repair/hash_state.h"

namespace letterlock::leak {

// What one variant does to the header as found.
struct FieldEdit {
  enum class Kind : std::uint8_t { replace, remove, insert };
  Kind kind = Kind::replace;
  std::uint32_t field = 0;  // index into message.header(); for insert nothing
  std::string name, body;   // the new field; `body` with the white space after the colon
};

// A place in h= and what would be hashed there.
struct SlotText {
  std::uint32_t slot = 0;
  std::string canonical;
};

// In the order in which they are tried, and in which pairs of them are.
enum class Tier : std::uint8_t { presence, subject, spacing, address, words, mime, dictionary };

struct Variant {
  Change change = Change::field_added;
  Tier tier = Tier::presence;
  bool discloses = false;
  std::vector<SlotText> slots;
  std::vector<FieldEdit> edits;
};

// All places of h= that name one field.
struct FieldGroup {
  std::string name;   // as h= has it first
  std::string lower;  // lower case
  mime::FieldName id = mime::FieldName::other;
  std::vector<std::uint32_t> slots;      // in the order of h=
  std::vector<std::uint32_t> instances;  // the header's fields of that name, the last one first
  std::vector<Variant> variants;
};

// Several variants that belong together: at most one for each group.
using Joint = std::vector<Variant>;

// What generators of variants work on.
class HeaderModel {
 public:
  HeaderModel(const mime::Message& message, const auth::SignatureCheck& check);

  const mime::Message& message() const { return message_; }
  const auth::DkimSignature& signature() const { return check_.signature; }
  const auth::SignatureCheck& check() const { return check_; }
  std::vector<FieldGroup>& groups() { return groups_; }
  const std::vector<FieldGroup>& groups() const { return groups_; }
  const FieldGroup* group(std::string_view lower_name) const;

  std::string_view name_of(std::uint32_t field) const;
  std::string_view body_of(std::uint32_t field) const;
  // The body that the group's first place stands for now; nullopt where the field is absent.
  std::optional<std::string_view> first_body(const FieldGroup& group) const;

  // The group's fields with the last one's body replaced; nullopt where nothing is hashed
  // differently then. `body` without the white space after the colon, unless `exact`.
  std::optional<Variant> with_body(const FieldGroup& group, std::string_view body, Change change,
                                   Tier tier, bool exact = false) const;
  // The group's fields without instance number `which` (0: the last one).
  std::optional<Variant> without(const FieldGroup& group, std::size_t which, Change change) const;
  // None of the group's fields.
  std::optional<Variant> without_all(const FieldGroup& group, Change change) const;
  // One more field, above the others.
  std::optional<Variant> with_inserted(const FieldGroup& group, std::string_view body,
                                       Change change, Tier tier) const;

  // What is hashed of each place of h=, and of the signature's own field.
  const std::vector<std::string>& canonical() const { return canonical_; }
  const std::string& own_field() const { return own_field_; }
  std::string canonical_field(std::string_view name, std::string_view body) const;
  auth::LineEnds ends() const { return ends_; }

 private:
  std::optional<Variant> with_fields(const FieldGroup& group,
                                     std::span<const std::string> canonical, Variant variant) const;
  std::vector<std::string> canonical_instances(const FieldGroup& group) const;

  const mime::Message& message_;
  const auth::SignatureCheck& check_;
  auth::LineEnds ends_;
  std::vector<FieldGroup> groups_;
  std::vector<std::string> canonical_;
  std::string own_field_;
};

struct HeaderResult {
  HeaderRepair repair = HeaderRepair::not_restored;
  std::vector<Variant> variants;  // what is to be undone
  std::uint32_t hashes = 0;
  bool alone_tried = false;  // every change by itself
};
HeaderResult search_header(HeaderModel& model, const RepairContext& context,
                           const RepairLimits& limits);

// Fills every group's `variants` (docs/repair.md, header 1 to 7).
void add_variants(HeaderModel& model, const RepairContext& context, const RepairLimits& limits);
void add_presence(const HeaderModel& model, FieldGroup& group, const RepairContext& context);
void add_subjects(const HeaderModel& model, FieldGroup& group);
void add_spacing(const HeaderModel& model, FieldGroup& group);
void add_addresses(const HeaderModel& model, FieldGroup& group);
void add_words(const HeaderModel& model, FieldGroup& group);
void add_mime(const HeaderModel& model, FieldGroup& group);
void add_dictionary(const HeaderModel& model, FieldGroup& group, const RepairContext& context,
                    std::span<const std::string> addresses, const RepairLimits& limits);
// Keeps `variant` where it is one and hashes otherwise than all before.
void keep(FieldGroup& group, std::optional<Variant> variant);

// Variants of several fields at once: fields that a list adds, or that our rebuilding of a mailbox
// item kept aside; one address style; one masked address put back everywhere.
std::vector<Joint> list_joints(const HeaderModel& model);
std::vector<Joint> style_joints(const HeaderModel& model);
std::vector<Joint> masked_joints(const HeaderModel& model, std::span<const std::string> addresses,
                                 const RepairLimits& limits);
// Addresses that the message itself gives away: VERP, tokens in links, trace and unsigned fields.
std::vector<std::string> addresses_within(const mime::Message& message);

// The message with the variants' edits carried out, and the edits told.
std::string rebuild_header(const mime::Message& message, std::span<const Variant> variants);
std::vector<Edit> edits_of(const mime::Message& message, std::span<const Variant> variants);

}  // namespace letterlock::leak

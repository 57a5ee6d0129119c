#include "auth/arc_sets.h"

#include <charconv>

#include "auth/canonical.h"
#include "base/ascii.h"

namespace letterlock::auth {
namespace {

// Sorts fields into sets until something is wrong.
class SetReader {
 public:
  explicit SetReader(const mime::Message& message) : message_(message) {}

  ArcStructure read() {
    const std::span<const mime::HeaderField> header = message_.header();
    for (std::uint32_t field = 0; field < header.size() && good(); ++field) take(field);
    for (const auto& [instance, seen] : seen_) {
      if (good() && seen != kAll) problem(ArcReason::set_incomplete, instance);
    }
    std::uint32_t expected = 1;
    for (const auto& [instance, seen] : seen_) {
      if (good() && instance != expected++) problem(ArcReason::instance_missing, instance);
    }
    return std::move(structure_);
  }

 private:
  enum Kind : unsigned { kResults = 1, kMessageSignature = 2, kSeal = 4, kAll = 7 };

  bool good() const { return structure_.reason == ArcReason::good; }
  void problem(ArcReason reason, std::uint32_t instance) {
    structure_.reason = reason;
    structure_.instance = instance;
  }

  void take(std::uint32_t index) {
    const mime::HeaderField& field = message_.header()[index];
    if (field.id == mime::FieldName::arc_authentication_results) {
      const auto instance = arc_results_instance(message_.octets(field.body));
      if (ArcFields* const set = set_of(instance.value_or(0), kResults)) set->results = index;
    } else if (field.id == mime::FieldName::arc_message_signature) {
      DkimSignature signature = parse_arc_message_signature(message_, index);
      if (ArcFields* const set = set_of(signature.instance, kMessageSignature)) {
        set->message_signature = std::move(signature);
      }
    } else if (field.id == mime::FieldName::arc_seal) {
      DkimSignature seal = parse_arc_seal(message_, index);
      if (ArcFields* const set = set_of(seal.instance, kSeal)) set->seal = std::move(seal);
    }
  }

  // Where a field of `kind` goes; nullptr where it cannot.
  ArcFields* set_of(std::uint32_t instance, Kind kind) {
    if (instance == 0) {
      problem(ArcReason::field_unreadable, 0);
    } else if (instance > ArcChain::kMaxInstance) {
      problem(ArcReason::too_many_sets, instance);
    } else if ((seen_[instance] & kind) != 0) {
      problem(ArcReason::instance_repeated, instance);
    } else {
      seen_[instance] |= kind;
      return &structure_.sets[instance];
    }
    return nullptr;
  }

  const mime::Message& message_;
  ArcStructure structure_;
  std::map<std::uint32_t, unsigned> seen_;
};

void append_field(const mime::Message& message, std::uint32_t index, LineEnds ends,
                  std::string& out) {
  const mime::HeaderField& field = message.header()[index];
  append_canonical_field(Canonicalization::relaxed, ends, message.octets(field.name),
                         message.octets(field.body), out);
}

}  // namespace

std::optional<std::uint32_t> arc_results_instance(std::string_view body) {
  const std::size_t semicolon = body.find(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  std::string_view tag = trim(body.substr(0, semicolon));
  if (!tag.starts_with("i")) return std::nullopt;
  tag = trim(tag.substr(1));
  if (!tag.starts_with("=")) return std::nullopt;
  tag = trim(tag.substr(1));
  std::uint32_t instance = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), instance);
  if (error != std::errc() || end != tag.data() + tag.size()) return std::nullopt;
  return instance == 0 ? std::nullopt : std::optional(instance);
}

ArcStructure arc_structure(const mime::Message& message) { return SetReader(message).read(); }

std::string sealed_text(const mime::Message& message,
                        const std::map<std::uint32_t, ArcFields>& sets, std::uint32_t instance,
                        LineEnds ends) {
  std::string out;
  const bool alone = sets.at(instance).seal.cv == ChainValidation::fail;
  for (std::uint32_t i = alone ? instance : 1; i <= instance; ++i) {
    const ArcFields& set = sets.at(i);
    append_field(message, set.results, ends, out);
    append_field(message, set.message_signature.field, ends, out);
    if (i < instance) append_field(message, set.seal.field, ends, out);
  }
  append_signature_field(message, sets.at(instance).seal, ends, out);
  return out;
}

}  // namespace letterlock::auth

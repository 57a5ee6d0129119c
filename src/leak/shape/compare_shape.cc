#include <fmt/format.h>

#include "base/ascii.h"
#include "leak/shape.h"
#include "leak/shape/known_formats.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

// Fewer others say nothing.
constexpr std::uint64_t kSomeHistory = 20;
// Fewer others cannot contradict: a habit nobody showed may just be rare.
constexpr std::uint64_t kMuchHistory = 200;
// Share of others whose habit nobody else shows, above which a new habit is nothing unusual.
constexpr double kUsualNovelty = 0.002;

std::string_view words(ShapeAspect aspect) {
  switch (aspect) {
    case ShapeAspect::message_id:
      return "Message-ID";
    case ShapeAspect::boundary:
      return "boundary";
    case ShapeAspect::field_order:
      return "order of fields";
    case ShapeAspect::field_case:
      return "spelling of field names";
    case ShapeAspect::text_encoding:
      return "encoding of the text";
  }
  return "";
}

// Share of genuine messages, in percent, that a known format must hold for to contradict.
constexpr float kHolds = 99.5F;

class ShapeComparer {
 public:
  ShapeComparer(const mime::Message& message, const MessageShape& shape,
                const ShapeProfile* profile, bool learned)
      : message_(message), shape_(shape), profile_(profile), learned_(learned) {}

  std::vector<ShapeReading> run() {
    for (std::size_t i = 0; i < kShapeAspects; ++i) {
      const auto aspect = static_cast<ShapeAspect>(i);
      if (shape_.habits[i].value.empty()) continue;
      const bool circular = shape_.client_implied && aspect == ShapeAspect::message_id;
      if (!shape_.client.empty() && !circular) {
        add_in_case(aspect, ShapeBasis::client_in_case, "client ", shape_.client,
                    shape_.client_where);
      }
      if (!shape_.provider.empty()) {
        add_in_case(aspect, ShapeBasis::provider_in_case, "provider ", shape_.provider,
                    shape_.provider_where);
      }
      if (!circular) add_known(aspect);
    }
    add_exchange_boundary();
    return std::move(readings_);
  }

 private:
  ShapeReading& add(ShapeAspect aspect, ShapeBasis basis, std::string_view claim,
                    ByteRange claimed) {
    ShapeReading& reading = readings_.emplace_back();
    reading.aspect = aspect;
    reading.basis = basis;
    reading.claim = claim;
    reading.claimed = claimed;
    reading.value = shape_.habit(aspect).value;
    reading.where = shape_.habit(aspect).where;
    return reading;
  }

  void add_in_case(ShapeAspect aspect, ShapeBasis basis, std::string_view kind,
                   const std::string& claim, ByteRange claimed) {
    ShapeReading& reading = add(aspect, basis, claim, claimed);
    if (profile_ == nullptr) {
      reading.says = fmt::format("No case to compare the {} with.", words(aspect));
      return;
    }
    const std::uint64_t own = learned_ ? 1 : 0;
    ShapeProfile::Count count = profile_->count(std::string(kind) + claim, aspect, reading.value);
    if (own && count.same == 1) --count.once;
    count.messages -= std::min(count.messages, own);
    count.same -= std::min(count.same, own);
    reading.samples = count.messages;
    reading.same = count.same;
    reading.verdict = judge(basis, count);
    reading.says = fmt::format(
        "Of {} other messages of this case {} \"{}\", {} have such a {} ({}).", count.messages,
        basis == ShapeBasis::client_in_case ? "that claim to be by" : "first taken in by", claim,
        count.same, words(aspect), reading.value);
    if (count.messages < kSomeHistory) reading.says += " Too few to tell.";
  }

  // A provider carries many programs: what is new there contradicts nothing.
  static ClockVerdict judge(ShapeBasis basis, const ShapeProfile::Count& count) {
    if (count.messages < kSomeHistory) return ClockVerdict::not_applicable;
    if (count.same > 0) return ClockVerdict::consistent;
    const bool novel =
        static_cast<double>(count.once) > kUsualNovelty * static_cast<double>(count.messages);
    if (basis != ShapeBasis::client_in_case || count.messages < kMuchHistory || novel) {
      return ClockVerdict::not_applicable;
    }
    return ClockVerdict::contradicts;
  }

  static bool is_among(std::string_view classes, std::string_view value) {
    for (std::size_t at = 0; at < classes.size();) {
      const std::size_t end = std::min(classes.find(' ', at), classes.size());
      if (classes.substr(at, end - at) == value) return true;
      at = end + 1;
    }
    return false;
  }

  void add_known(ShapeAspect aspect) {
    for (const KnownFormat& format : known_formats()) {
      if (format.aspect != aspect || format.client != shape_.client) continue;
      ShapeReading& reading =
          add(aspect, ShapeBasis::known_format, format.client, shape_.client_where);
      std::string_view value = reading.value;
      if (aspect == ShapeAspect::message_id) value = value.substr(0, value.rfind('@'));
      const bool fits = is_among(format.classes, value);
      reading.samples = format.samples;
      reading.same = static_cast<std::uint64_t>(
          static_cast<double>(format.holds) / 100 * format.samples + 0.5);
      const bool strict = format.samples >= kMinSamples && format.holds >= kHolds;
      reading.verdict = fits     ? ClockVerdict::consistent
                        : strict ? ClockVerdict::contradicts
                                 : ClockVerdict::not_applicable;
      reading.says = fmt::format(
          "{} makes another kind of {} ({}); {:.1f} % of {} genuine messages held to that.",
          format.client, words(aspect), format.source, format.holds, format.samples);
      if (fits) {
        reading.says = fmt::format("This is the {} that {} makes ({}).", words(aspect),
                                   format.client, format.source);
      }
    }
  }

  // Exchange makes the boundary of the Message-ID and the begin of its host.
  void add_exchange_boundary() {
    if (shape_.habit(ShapeAspect::boundary).value != "exchange") return;
    const mime::HeaderField* field = message_.find(mime::FieldName::message_id);
    if (field == nullptr) return;
    const auto ids = mime::parse_message_ids(message_, *field);
    const auto boundary = message_.content_type(message_.entities()[0]).parameter("boundary");
    if (ids.empty() || !boundary) return;
    const std::size_t at = ids[0].id.rfind('@');
    if (at == std::string_view::npos) return;
    std::string expected;
    for (const char c : ids[0].id.substr(0, at)) {
      if (is_alnum(c)) expected += c;
    }
    const bool same = !expected.empty() && boundary->find(expected) != std::string_view::npos;
    ShapeReading& reading =
        add(ShapeAspect::boundary, ShapeBasis::message_itself, "Microsoft Exchange", ids[0].where);
    reading.verdict = same ? ClockVerdict::consistent : ClockVerdict::not_applicable;
    reading.says = same ? "The boundary was made of this very Message-ID, as Exchange does."
                        : "The boundary was made of another Message-ID than this one, as happens "
                          "where a server gave the message a new one, or parts were taken over.";
  }

  const mime::Message& message_;
  const MessageShape& shape_;
  const ShapeProfile* profile_;
  bool learned_;
  std::vector<ShapeReading> readings_;
};

}  // namespace

std::string_view to_string(ShapeAspect aspect) {
  switch (aspect) {
    case ShapeAspect::message_id:
      return "message_id";
    case ShapeAspect::boundary:
      return "boundary";
    case ShapeAspect::field_order:
      return "field_order";
    case ShapeAspect::field_case:
      return "field_case";
    case ShapeAspect::text_encoding:
      return "text_encoding";
  }
  return "";
}

std::string_view to_string(ShapeBasis basis) {
  switch (basis) {
    case ShapeBasis::client_in_case:
      return "client_in_case";
    case ShapeBasis::provider_in_case:
      return "provider_in_case";
    case ShapeBasis::known_format:
      return "known_format";
    case ShapeBasis::message_itself:
      return "message_itself";
  }
  return "";
}

std::vector<ShapeReading> compare_shape(const mime::Message& message, const MessageShape& shape,
                                        const ShapeProfile* profile, bool learned) {
  return ShapeComparer(message, shape, profile, learned).run();
}

}  // namespace letterlock::leak

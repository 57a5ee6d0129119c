// How often each sign stands in mail: for every SOURCE the number of messages with a link that its
// author shows, and with a file attached, and the share of those that shows each sign of links and
// of files.
//
//   sign_rates SOURCE...
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

#include "casefile/facts_of.h"
#include "casefile/picture_codes.h"
#include "content/traits.h"
#include "hunt/attachment_signs.h"
#include "hunt/link_signs.h"
#include "relations/baseline.h"
#include "sources/source.h"

namespace {

using namespace letterlock;

class Counting final : public sources::Sink {
 public:
  Expected<void> message(std::string_view octets, const sources::Provenance&,
                         sources::Position) override {
    ++messages;
    const auto parsed = mime::Message::parse_view(octets);
    if (!parsed) return {};
    store::MessageFacts facts = casefile::facts_of(*parsed, {}, {}, nullptr, &codes_);
    store::MessageRecord record;
    record.claims_forward = facts.claims_forward;
    record.addresses = std::move(facts.addresses);
    record.links = std::move(facts.links);
    record.traits = std::move(facts.traits);
    bool any = false;
    for (const auto& link : record.links) any = any || relations::is_shown_link(link);
    if (any) ++with_links;
    const auto type = static_cast<std::uint8_t>(content::TraitKind::attachment_type);
    if (std::any_of(record.traits.begin(), record.traits.end(),
                    [&](const store::TraitFact& trait) { return trait.kind == type; })) {
      ++with_files;
    }
    hunt::SignList list;
    hunt::add_link_signs(record, list);
    hunt::add_attachment_signs(record, list);
    for (const auto& sign : list.take()) ++shown[static_cast<std::size_t>(sign.code)];
    return {};
  }
  void defect(const sources::SourceDefect&) override {}

  std::uint64_t messages = 0, with_links = 0, with_files = 0;
  std::array<std::uint64_t, hunt::kSignCodes> shown{};

 private:
  casefile::PictureCodes codes_;
};

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    Counting counts;
    const auto units = sources::enumerate(argv[i], counts);
    if (!units) {
      fmt::print(stderr, "{}\n", units.error().message);
      return 74;
    }
    for (const auto& unit : *units) {
      if (const auto done = sources::read(unit, {}, {}, counts); !done) {
        fmt::print(stderr, "{}\n", done.error().message);
        return 74;
      }
    }
    fmt::print("{}: {} messages, {} with links, {} with files\n", argv[i], counts.messages,
               counts.with_links, counts.with_files);
    for (std::size_t code = 0; code < hunt::kSignCodes; ++code) {
      if (counts.shown[code] == 0) continue;
      const auto sign = static_cast<hunt::SignCode>(code);
      const std::uint64_t of =
          hunt::is_attachment_sign(sign) ? counts.with_files : counts.with_links;
      fmt::print("  {:28} {:6} {:7.3f} %\n", hunt::sign_kind(sign).name, counts.shown[code],
                 100.0 * static_cast<double>(counts.shown[code]) / static_cast<double>(of));
    }
  }
  return 0;
}

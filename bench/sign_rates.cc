// How often each sign stands in mail: for every SOURCE the number of messages with a link that its
// author shows, and of those the share that shows each sign.
//
//   sign_rates SOURCE...
#include <fmt/core.h>

#include <array>
#include <string>

#include "casefile/facts_of.h"
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
    store::MessageFacts facts = casefile::facts_of(*parsed, {}, {});
    store::MessageRecord record;
    record.claims_forward = facts.claims_forward;
    record.addresses = std::move(facts.addresses);
    record.links = std::move(facts.links);
    bool any = false;
    for (const auto& link : record.links) any = any || relations::is_shown_link(link);
    if (any) ++with_links;
    hunt::SignList list;
    hunt::add_link_signs(record, list);
    for (const auto& sign : list.take()) ++shown[static_cast<std::size_t>(sign.code)];
    return {};
  }
  void defect(const sources::SourceDefect&) override {}

  std::uint64_t messages = 0, with_links = 0;
  std::array<std::uint64_t, hunt::kSignCodes> shown{};
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
    fmt::print("{}: {} messages, {} with links\n", argv[i], counts.messages, counts.with_links);
    for (std::size_t code = 0; code < hunt::kSignCodes; ++code) {
      if (counts.shown[code] == 0) continue;
      fmt::print(
          "  {:28} {:6} {:7.3f} %\n", hunt::sign_kind(static_cast<hunt::SignCode>(code)).name,
          counts.shown[code],
          100.0 * static_cast<double>(counts.shown[code]) / static_cast<double>(counts.with_links));
    }
  }
  return 0;
}

// Key recovery under hostile input: its state text, and the signatures of a message. Checked for
// every input: what was read is written and read as the same, wherever the text is cut; samples are
// within their limits, and their two digests differ only where h= names a list field.
#include <cstdint>
#include <string>
#include <string_view>

#include "leak/modulus.h"
#include "leak/recover_group.h"
#include "leak/recover_samples.h"
#include "leak/recover_state.h"
#include "property.h"

namespace {

using namespace letterlock;
using namespace letterlock::leak;
using fuzz::require;

void check_state(std::string_view text) {
  const auto state = RecoveryState::parse(text);
  if (!state) return;
  std::string written = state_head();
  for (const auto& [input, record] : state->records()) written += state_line(record);
  const auto again = RecoveryState::parse(written);
  require(again.has_value() && again->records() == state->records());
  const auto cut = RecoveryState::parse(text.substr(0, text.size() / 2));
  require(cut.has_value() && cut->records().size() <= state->records().size());
}

void check_plans(SampleGroup group) {
  const std::size_t samples = group.samples.size();
  GroupSearch search(std::move(group), 4);
  unsigned plans = 0;
  while (const auto plan = search.next_plan()) {
    require(plan->samples.size() >= 2 && plan->samples.size() <= 4);
    for (const std::size_t sample : plan->samples) {
      require(sample < samples);
      require(sample == plan->samples[0] ||
              may_pair(search.term(plan->samples[0], plan->without_list),
                       search.term(sample, plan->without_list)));
    }
    search.learned(*plan, nullptr);
    require(++plans <= GroupSearch::kMostGcds);
  }
}

void check_message(std::string_view octets) {
  const auto message = mime::Message::parse_view(octets);
  require(message.has_value());
  SampleCollector collector;
  collector.add(*message, "fuzz");
  collector.add(*message, "again");
  bool names_list_field = false;
  for (std::uint32_t i = 0; i < message->header().size() && i < 200; ++i) {
    if (message->header()[i].id != mime::FieldName::dkim_signature) continue;
    for (const std::string& name : auth::parse_dkim_signature(*message, i).h) {
      names_list_field |= is_list_field(name);
    }
  }
  for (SampleGroup& group : collector.take()) {
    require(group.name.octets >= kMinSignatureOctets && group.name.octets <= kMaxSignatureOctets);
    require(group.signatures >= 2 * group.samples.size());
    for (const SignatureSample& sample : group.samples) {
      require(sample.signature.size() == group.name.octets);
      require(names_list_field || !sample.has_list_fields());
    }
    check_plans(std::move(group));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_state(text);
  check_state("letterlock-key-recovery 1\n" + std::string(text));
  check_message(text);
  return 0;
}

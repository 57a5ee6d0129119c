// What the parts of observe() share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "leak/observations.h"

namespace letterlock::leak {

struct Observer {
  const mime::Message& message;
  std::span<const auth::SignatureCheck> checks;
  const ClockTable& clocks;
  const ObservationContext& context;
  // Which fields of the header some signature covers, and by which rule: where at least one
  // signature was opened by a key, only those count; else all that can be read.
  std::vector<bool> covered;
  bool any_opened = false;
  std::vector<Observation> found;

  static constexpr std::size_t kMost = 300;

  void add(std::string_view name, Severity severity, std::vector<ByteRange> where,
           std::string says) {
    if (found.size() >= kMost) return;
    found.push_back({std::string(name), severity, std::move(where), std::move(says)});
  }
  // Whether this signature is one of those that count.
  bool counts(const auth::SignatureCheck& check) const {
    if (check.reason == auth::DkimReason::too_many_signatures) return false;  // not looked at
    if (!any_opened) return check.signature.problem == auth::SignatureProblem::none;
    return check.proof == auth::Proof::header_only || check.proof == auth::Proof::header_and_body;
  }
  // One tag's value within a signature's field; the whole field where the tag is not there.
  ByteRange tag(const auth::SignatureCheck& check, std::string_view name) const;
};

void observe_signatures(Observer& observer);    // how each was made
void observe_body_limits(Observer& observer);   // l=
void observe_duplicates(Observer& observer);    // fields that stand twice
void observe_coverage(Observer& observer);      // what is not signed
void observe_content_type(Observer& observer);  // tricks with parts
void observe_times(Observer& observer);         // t=, x=
void observe_recipients(Observer& observer);    // replay
void observe_placement(Observer& observer);     // Sent folder, received copy

}  // namespace letterlock::leak

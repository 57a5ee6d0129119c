// hunt(): question A for a whole case. Goes through it in the order of time, lets every detector
// look at each message knowing only earlier ones, and keeps the most telling under a budget.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "hunt/detector.h"
#include "hunt/episodes.h"
#include "hunt/finding.h"
#include "hunt/ground.h"
#include "hunt/thread_truth.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

// What every message gets, findings or not.
struct Score {
  store::MessageId message = store::kNoMessage;
  store::MessageId copy_of = store::kNoMessage;  // scored there; kNoMessage where it is no copy
  std::string_view message_id;
  std::optional<UnixTime> date;
  double score = 0;
  bool has_link = false;
  Verdict verdict = Verdict::cannot_say;
  std::uint64_t history = 0;  // earlier messages of this sender, by all addresses in the roster
  std::vector<Term> terms;    // by family; they sum up to `score`
  std::vector<Term> parts;    // what the terms are made of, unweighted
};

struct HuntOptions {
  // Findings shown for each 1,000 messages, and at least so many. Contradictions stand outside.
  double budget_per_thousand = 1;
  std::uint64_t budget_at_least = 5;
  std::optional<std::uint64_t> budget;   // exactly so many, whatever the two above say
  std::optional<double> budget_per_day;  // so many for each day between the first and the last
  // Earlier messages are learnt from and not scored.
  std::optional<UnixTime> since;
  // Called for every message in order of time; views are good until it returns.
  std::function<void(const Score&)> every;
  // A finding needs this score even where the budget is not used up.
  double fewest_points = 7;
  // Who is who, where the user says it; must outlive the hunt.
  const relations::Roster* roster = nullptr;
  // Contradictions shown at most; HuntResult says how many there are.
  std::uint64_t contradictions_at_most = 200;
  std::size_t episodes_at_most = 200;
  // Findings held in memory while the hunt goes on; nullopt: some times what the budget allows. Not
  // the result, but memory and time depend on it: what is wanted in the end and was not held is
  // worked out in a second pass.
  std::optional<std::size_t> held_at_most;
};

struct HuntResult {
  std::uint64_t messages = 0;      // looked at, each once however many copies there are
  std::uint64_t copies = 0;        // the same message as others received it
  std::uint64_t cannot_say = 0;    // of senders with too little history, and nothing contradicts
  std::uint64_t with_reasons = 0;  // something speaks, however little
  std::uint64_t budget = 0;
  std::uint64_t contradictions = 0;  // before folding and cutting
  std::uint64_t beyond_budget = 0;   // folded findings that had the points but not the rank
  TruthCounts truth;
  std::vector<Finding> findings;  // strongest first
  // Of those with a link and of those without, the strongest that the joint order left no room for:
  // each stratum has half the budget of its own.
  std::vector<Finding> besides;
  std::vector<Episode> episodes;  // findings by account and time, strongest first
  std::vector<Alike> alike;       // what several accounts share at once
};

// `ground` is the survey of the same case.
Expected<HuntResult> hunt(store::FactStore& facts, const Ground& ground,
                          const EvidenceSource& evidence, const HuntOptions& options,
                          Progress& progress);

}  // namespace letterlock::hunt

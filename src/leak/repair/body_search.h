// The search for the body that a signature's bh= was made of. Internal to the repair search.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/canonical.h"
#include "leak/repair/hash_state.h"
#include "leak/repair/splice.h"

namespace letterlock::leak {

// What bh= and c= and l= ask of a body.
struct BodyTarget {
  auth::Canonicalization how = auth::Canonicalization::simple;
  auth::LineEnds ends = auth::LineEnds::crlf;
  std::optional<std::uint64_t> length;
  auth::Digest digest;
};

// Compares candidates with the target and counts what that costs.
class BodyTrial {
 public:
  BodyTrial(BodyTarget target, const RepairContext& context, const RepairLimits& limits)
      : target_(target), context_(context), limits_(limits) {}

  // Tries `text`, and `text` without its last 1, 2, ... `cuts` lines. True once found, by this
  // call or an earlier one. `steps` led from the found body to `text`.
  bool attempt(std::string_view text, std::vector<Step> steps, unsigned cuts = 0);
  // The same with one more step, applied to `text`.
  bool attempt_step(std::string_view text, const std::vector<Step>& before, Step step,
                    unsigned cuts = 0);
  // Each line start from the first: `text` from there on.
  bool attempt_heads(std::string_view text, const std::vector<Step>& before, unsigned lines);

  bool found() const { return found_.has_value(); }
  bool exhausted() const { return exhausted_; }
  bool over() const { return found() || exhausted_ || hashes_ + held_back_ >= limits_.body_hashes; }
  // Keeps `hashes` of the limit for what comes later; 0 gives them free.
  void hold_back(std::uint32_t hashes) { held_back_ = hashes; }
  const std::vector<Step>& steps() const { return *found_; }
  std::uint32_t hashes() const { return hashes_; }
  const BodyTarget& target() const { return target_; }
  std::string_view line_end() const { return target_.ends == auth::LineEnds::lf ? "\n" : "\r\n"; }

 private:
  bool spend(std::uint64_t octets);
  bool attempt_cuts(std::string_view text, std::string_view canonical, unsigned cuts,
                    const std::vector<Step>& steps);

  BodyTarget target_;
  const RepairContext& context_;
  const RepairLimits& limits_;
  std::optional<std::vector<Step>> found_;
  std::uint32_t hashes_ = 0, held_back_ = 0;
  std::uint64_t octets_ = 0;
  bool exhausted_ = false;
  std::string canonical_;
};

// The changes of lines, one after the other (docs/repair.md, body 1 and 2); `text` after `before`.
void try_line_changes(std::string_view text, const std::vector<Step>& before, BodyTrial& trial);
// Those that cost a hash for each line; tried last.
void try_single_lines(std::string_view text, BodyTrial& trial);
// The changes of MIME structure and encodings (body 3 to 6). `message`: as found; `body`: all of
// it that the signature counts as body.
void try_part_changes(const mime::Message& message, ByteRange body, BodyTrial& trial);
// All parts at once as they were before a relay made them 7bit; 36 to 180 candidates.
void try_relay_encoding(const mime::Message& message, ByteRange body, BodyTrial& trial);
// All parts at once as mail programs write them, where a mailbox kept the parts' contents only; at
// most 400 candidates.
void try_part_programs(const mime::Message& message, ByteRange body, BodyTrial& trial);
// Texts put back, so that the changes above are tried behind them: `masked` is what the header's
// search found to be replaced, as found and as signed.
using Masked = std::vector<std::pair<std::string, std::string>>;
void try_rewritten_fields(const mime::Message& message, ByteRange body, const Masked& masked,
                          BodyTrial& trial);

}  // namespace letterlock::leak

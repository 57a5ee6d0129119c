#include <algorithm>

#include "leak/repair/body_search.h"

namespace letterlock::leak {
namespace {

// Where the lines of `text` begin, its end included; a last line without a line end counts.
std::vector<std::size_t> line_starts(std::string_view text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    starts.push_back(at + 1);
  }
  if (starts.back() != text.size()) starts.push_back(text.size());
  return starts;
}

}  // namespace

bool BodyTrial::spend(std::uint64_t octets) {
  if (hashes_ >= limits_.body_hashes || octets_ + octets > limits_.body_octets ||
      (context_.stop != nullptr && context_.stop->stop_requested())) {
    exhausted_ = true;
    return false;
  }
  ++hashes_;
  octets_ += octets;
  return true;
}

bool BodyTrial::attempt(std::string_view text, std::vector<Step> steps, unsigned cuts) {
  if (over()) return found();
  canonical_.clear();
  auth::append_canonical_body(target_.how, target_.ends, text, canonical_);
  if (target_.length && canonical_.size() < *target_.length) return false;
  if (target_.length) {
    canonical_.resize(static_cast<std::size_t>(*target_.length));
    cuts = 0;
  }
  if (!spend(canonical_.size())) return false;
  if (cuts > 0) return attempt_cuts(text, canonical_, cuts, steps);
  HashState state(target_.digest.algorithm);
  state.update(canonical_);
  if (state.is(target_.digest)) found_ = std::move(steps);
  return found();
}

bool BodyTrial::attempt_step(std::string_view text, const std::vector<Step>& before, Step step,
                             unsigned cuts) {
  if (over()) return found();
  const std::string changed = spliced(text, step.splices);
  std::vector<Step> steps(before);
  steps.push_back(std::move(step));
  return attempt(changed, std::move(steps), cuts);
}

// The canonical form of a body's first lines is the first lines of its canonical form, but for the
// empty ones at its end: one pass that looks at the hash after each line tries every cut.
bool BodyTrial::attempt_cuts(std::string_view text, std::string_view canonical, unsigned cuts,
                             const std::vector<Step>& steps) {
  const std::vector<std::size_t> starts = line_starts(canonical);
  const std::size_t lines = starts.size() - 1;
  const std::size_t first = lines > cuts ? lines - cuts : 1;
  HashState state(target_.digest.algorithm);
  std::size_t done = 0;
  for (std::size_t line = std::max<std::size_t>(first, 1); line <= lines; ++line) {
    const bool empty = starts[line] - starts[line - 1] <= 2;
    if (empty && line != lines) continue;
    state.update(canonical.substr(done, starts[line] - done));
    done = starts[line];
    if (line != lines && !spend(0)) return false;
    if (!state.is(target_.digest)) continue;
    found_ = steps;
    if (line == lines) return true;
    const std::vector<std::size_t> found = line_starts(text);
    const std::size_t cut = found[std::min(line, found.size() - 1)];
    found_->push_back({Change::footer_appended, {{cut, text.size() - cut, {}}}});
    return true;
  }
  return false;
}

bool BodyTrial::attempt_heads(std::string_view text, const std::vector<Step>& before,
                              unsigned lines) {
  std::size_t at = 0;
  for (unsigned line = 0; line < lines && !over(); ++line) {
    const std::size_t end = text.find('\n', at);
    if (end == text.npos || end + 1 == text.size()) return found();
    at = end + 1;
    attempt_step(text, before, {Change::lines_put_before, {{0, at, {}}}}, line < 8 ? 12 : 0);
  }
  return found();
}

}  // namespace letterlock::leak

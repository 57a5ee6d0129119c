// Held: the findings that a hunt may still show, while it goes on.
//
// Every finding is noted; held whole are, of those seen so far, the ones that a budget somewhat
// larger than the one asked for would show. So memory follows the budget and not the number of
// messages. A finding that is wanted in the end and was given up on the way (messages that came
// later were folded with those that stood above it) has to be worked out again.
#pragma once

#include <cstdint>
#include <set>
#include <unordered_map>
#include <vector>

#include "hunt/ground.h"
#include "hunt/hunt.h"
#include "hunt/notes.h"
#include "hunt/shortlist.h"

namespace letterlock::hunt {

class Held {
 public:
  // `options` must outlive this. `only`: the places to be held, whatever their rank.
  Held(const HuntOptions& options, const Ground& ground, std::set<std::size_t> only = {});

  // Returns its place in the notes.
  std::size_t add(Finding finding);
  // Another message is the same as the one at this place.
  void add_copy(std::size_t place, store::MessageId copy) { copies_[place].push_back(copy); }

  const Notes& notes() const LL_LIFETIME_BOUND { return notes_; }
  std::size_t size() const { return whole_.size(); }  // findings held whole
  // Places chosen and not held.
  std::set<std::size_t> missing(const Shortlist& list) const;
  // Takes over what is held by another that was given the same messages.
  void complete(Held& other) { whole_.merge(other.whole_); }
  // REQUIRES: nothing is missing. Each place can be taken once.
  std::vector<Finding> take(std::vector<Choice>& choices);

 private:
  void give_up_the_hopeless();

  const HuntOptions& options_;
  std::uint64_t likely_ = 0;  // a budget that is never below the one that it will be
  std::size_t most_ = 0;
  std::set<std::size_t> only_;
  Notes notes_;
  std::unordered_map<std::size_t, Finding> whole_;  // by place
  std::unordered_map<std::size_t, std::vector<store::MessageId>> copies_;
};

}  // namespace letterlock::hunt

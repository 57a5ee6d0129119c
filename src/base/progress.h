// Says how long work goes on, to whoever wants to know. Rooms report; only front ends show.
#pragma once

#include <cstdint>
#include <string_view>

namespace letterlock {

class Progress {
 public:
  virtual ~Progress() = default;
  // A new stage of work, with its size in `unit`s where that is known (0: unknown).
  virtual void stage(std::string_view what, std::string_view unit, std::uint64_t total) = 0;
  // `done` units of the stage are finished. Cheap; may be called for every message.
  virtual void advance(std::uint64_t done) = 0;
  // True once the user asked to stop: finish the current step and return.
  virtual bool stop_requested() const = 0;
};

class SilentProgress final : public Progress {
 public:
  void stage(std::string_view, std::string_view, std::uint64_t) override {}
  void advance(std::uint64_t) override {}
  bool stop_requested() const override { return false; }
};

}  // namespace letterlock

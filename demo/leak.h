// The bundle that the newsroom was sent: mostly real, some of it altered, one message invented.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/expected.h"
#include "demo/produce.h"
#include "demo/story.h"

namespace letterlock::demo {

enum class LeakState { unaltered, reformatted, altered, forged };
const char* leak_state_name(LeakState state);

struct LeakItem {
  std::string file;  // inside leak/
  std::string message_id;
  LeakState state = LeakState::unaltered;
  std::string how;  // what was done to it
  bool from_sent_folder = false;
};

struct LeakedDocument {
  std::string file;
  std::string title;
  unsigned version = 0;
  LeakState state = LeakState::unaltered;
  std::string how;
  std::string message_id;  // that carried it
};

struct Bundle {
  std::vector<LeakItem> items;
  std::vector<LeakedDocument> documents;
};

Expected<Bundle> write_leak(const std::filesystem::path& directory, const Story& story,
                            const Produced& produced);

}  // namespace letterlock::demo

// The messages of whatever a user names: a case, a mailbox file, a directory of mail, one message.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/expected.h"
#include "base/progress.h"
#include "casefile/case.h"
#include "sources/source.h"

namespace letterlock::cli {

struct FoundMessage {
  std::optional<store::MessageId> id;  // of a case
  std::string path;                    // else: where it stood, "box.mbox!/inner@4711"
  std::string file;                    // the file itself where it is one message; else ""
  std::string octets;
  std::string folder;
  std::optional<UnixTime> internal_date;
  bool reconstructed = false;
};

// True where `path` is the directory of a case.
bool is_case(const std::string& path);

// An open case, or a path.
struct Material {
  casefile::Case* the_case = nullptr;
  std::string path;  // where `the_case` is nullptr
};

// What could not be read is given to `remark`, one line each; the rest goes on.
Expected<void> each_message(const Material& material,
                            const std::function<Expected<void>(FoundMessage&&)>& visit,
                            const std::function<void(const std::string&)>& remark,
                            Progress& progress);

}  // namespace letterlock::cli

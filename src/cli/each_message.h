// The messages of whatever a user names: a case, a mailbox file, a directory of mail, one message.
#pragma once

#include <functional>
#include <string>

#include "base/expected.h"
#include "base/progress.h"
#include "casefile/case.h"
#include "leak/examine.h"

namespace letterlock::cli {

// True where `path` is the directory of a case.
bool is_case(const std::string& path);

// An open case, or a path.
struct Material {
  casefile::Case* the_case = nullptr;
  std::string path;  // where `the_case` is nullptr
};

// What could not be read is given to `remark`, one line each; the rest goes on.
Expected<void> each_message(const Material& material,
                            const std::function<Expected<void>(leak::Specimen&&)>& visit,
                            const std::function<void(const std::string&)>& remark,
                            Progress& progress);

}  // namespace letterlock::cli

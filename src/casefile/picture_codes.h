// QR codes for content::extract(), read by the worker program (sources/code_worker.h). A picture
// that comes again, as logos in signatures do, is not read again.
//
// Not thread-safe; each thread has its own, and each thereby a worker process, started when first
// needed. Where there is no worker program every picture stays unread.
#pragma once

#include <string>
#include <unordered_map>

#include "base/sha256.h"
#include "content/code_reader.h"
#include "sources/code_worker.h"

namespace letterlock::casefile {

class PictureCodes final : public content::CodeReader {
 public:
  // `program`: empty for the one that sources::find_worker() finds.
  explicit PictureCodes(std::string program = {}) : worker_(std::move(program)) {}

  Expected<std::vector<content::FoundCode>> read(std::string_view type,
                                                 std::string_view octets) override;

 private:
  struct HashOfHash {
    std::size_t operator()(const Sha256& hash) const;
  };
  sources::CodeWorker worker_;
  std::unordered_map<Sha256, std::vector<content::FoundCode>, HashOfHash> known_;
  bool missing_ = false;  // the worker program
};

}  // namespace letterlock::casefile

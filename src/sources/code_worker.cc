#include "sources/code_worker.h"

namespace letterlock::sources {

Expected<std::vector<CodeFrame>> CodeWorker::read(Picture what, std::string_view octets) {
  if (octets.empty()) return std::vector<CodeFrame>{};
  if (!worker_) {
    auto started = WorkerProcess::start_looking(program_, silence_seconds_);
    if (!started) return fail(std::move(started));
    worker_.emplace(std::move(*started));
  }
  auto asked = worker_->ask(what, octets);
  auto codes = asked ? hear() : Expected<std::vector<CodeFrame>>(fail(std::move(asked)));
  if (!codes) worker_.reset();
  return codes;
}

Expected<std::vector<CodeFrame>> CodeWorker::hear() {
  std::vector<CodeFrame> codes;
  for (;;) {
    auto frame = worker_->hear();
    if (!frame) return fail(std::move(frame));
    if (frame->type == FrameType::end) return codes;
    auto code = frame->type == FrameType::code ? decode_code(frame->payload) : std::nullopt;
    if (!code || codes.size() == kMostCodes) {
      return fail(ErrorCode::corrupt, "the worker program sent a frame out of order");
    }
    codes.push_back(std::move(*code));
  }
}

}  // namespace letterlock::sources

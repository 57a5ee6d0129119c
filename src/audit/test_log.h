// What tests of this room share: a log in memory, and what was read of it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "audit/log_reader.h"

namespace letterlock::audit {

class MemoryLog final : public LogSource {
 public:
  explicit MemoryLog(std::string octets, std::size_t piece = SIZE_MAX)
      : octets_(std::move(octets)), piece_(piece) {}
  Expected<std::unique_ptr<Stream>> open() override {
    return std::unique_ptr<Stream>(new MemoryStream(octets_, piece_));
  }

 private:
  std::string octets_;
  std::size_t piece_;
};

class CollectingSink final : public RecordSink {
 public:
  Expected<void> record(store::LoggedRecord record) override {
    for (const store::Event& event : record.events) events.push_back(event);
    records.push_back(std::move(record));
    return {};
  }
  void advance(std::uint64_t octets) override { advanced = octets; }
  bool stop_requested() const override { return records.size() >= stop_after; }

  std::vector<store::LoggedRecord> records;
  std::vector<store::Event> events;
  std::uint64_t advanced = 0;
  std::size_t stop_after = SIZE_MAX;
};

struct ReadLog {
  store::LogFile file;
  std::vector<store::Event> events;
  std::vector<store::LoggedRecord> records;
  std::string error;

  std::uint64_t defects(std::string_view name) const {
    std::uint64_t times = 0;
    for (const store::LogDefect& defect : file.defects) {
      if (defect.name == name) times += defect.times;
    }
    return times;
  }
};

inline ReadLog read_text(std::string text, std::size_t piece = SIZE_MAX,
                         const LogLimits& limits = {}) {
  MemoryLog log(std::move(text), piece);
  CollectingSink sink;
  auto file = read_log(log, sink, limits);
  ReadLog result;
  if (file) result.file = std::move(*file);
  if (!file) result.error = file.error().message;
  result.events = std::move(sink.events);
  result.records = std::move(sink.records);
  return result;
}

}  // namespace letterlock::audit

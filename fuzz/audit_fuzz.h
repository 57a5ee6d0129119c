// What the fuzzers of log files check: chunked equals whole, records lie in the file one behind the
// other, are what stands there, and have at least one event each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "audit/log_reader.h"
#include "property.h"

namespace letterlock::fuzz {

class TextLog final : public audit::LogSource {
 public:
  TextLog(std::string_view octets, std::size_t piece) : octets_(octets), piece_(piece) {}
  Expected<std::unique_ptr<Stream>> open() override {
    return std::unique_ptr<Stream>(new MemoryStream(octets_, piece_));
  }

 private:
  std::string_view octets_;
  std::size_t piece_;
};

class KeepingSink final : public audit::RecordSink {
 public:
  Expected<void> record(store::LoggedRecord record) override {
    require(!record.events.empty());
    require(record.hash == sha256(record.octets));
    const store::RecordPlace& place = record.events.front().place;
    require(place.offset >= behind_ && place.row > 0);
    behind_ = place.offset + record.octets.size();
    for (const store::Event& event : record.events) {
      require(!event.time || event.time->from <= event.time->until);
      require(event.place.record == record.hash);
    }
    records.push_back(std::move(record));
    return {};
  }
  void advance(std::uint64_t octets) override {
    require(octets >= octets_);
    octets_ = octets;
  }
  bool stop_requested() const override { return false; }

  std::vector<store::LoggedRecord> records;

 private:
  std::uint64_t behind_ = 0, octets_ = 0;
};

using LogReader = Expected<store::LogFile>(audit::LogSource&, audit::RecordSink&,
                                           const audit::LogLimits&);

inline void check_log(std::string_view text, LogReader& reader = audit::read_log) {
  audit::LogLimits limits;
  limits.record_octets = 1 << 16;
  const auto read = [&](std::size_t piece, KeepingSink& sink) {
    TextLog log(text, piece);
    return reader(log, sink, limits);
  };
  KeepingSink whole, pieces;
  const auto file = read(SIZE_MAX, whole);
  const auto again = read(1 + text.size() % 37, pieces);
  require(file.has_value() == again.has_value());
  if (!file) return;
  require(*file == *again && file->finished);
  require(file->records == whole.records.size() && file->size == text.size());
  require(file->hash == sha256(text));
  require(whole.records.size() == pieces.records.size());
  for (std::size_t i = 0; i < whole.records.size(); ++i) {
    require(whole.records[i].octets == pieces.records[i].octets);
    require(whole.records[i].events == pieces.records[i].events);
  }
}

}  // namespace letterlock::fuzz

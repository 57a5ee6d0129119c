// Cuts a file of JSON into its records, without parsing them: where the next record begins and
// ends. Arrays, one object a line, objects one behind the other, pages with a list inside
// ({"value": [...]}), and pages one behind the other; in any nesting.
//
// A record that cannot be delimited is skipped, and the search goes on at the next line or at the
// next octets that look as the records of this file begin; nothing else is lost. Memory is one
// record.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/bracket_scan.h"
#include "audit/text_input.h"

namespace letterlock::audit {

// What could not be read, and why.
struct BrokenPlace {
  std::uint64_t offset = 0;
  std::string name;  // "record_broken", "record_too_big", "truncated", "nul_octets", "not_json"
  std::string detail;
};

struct JsonRecord {
  std::string_view octets;  // with TextInput::kPadding readable octets behind; until the next call
  std::uint64_t offset = 0;
};

class JsonSplitter {
 public:
  using OnBroken = std::function<void(const BrokenPlace&)>;
  JsonSplitter(TextInput& input, std::size_t most_octets, OnBroken on_broken)
      : input_(input), most_octets_(most_octets), on_broken_(std::move(on_broken)) {}

  // False at the end.
  Expected<bool> next(JsonRecord& record);
  // The last page named a page that follows it and is not in the file.
  bool page_follows() const { return page_follows_; }

 private:
  enum class Frame : std::uint8_t { array, page };
  enum class End : std::uint8_t { whole, line_break, next_line, file, limit };
  struct Span {
    End end = End::whole;
    std::size_t length = 0;
  };

  Expected<void> fill(std::size_t wanted);
  Expected<char> peek();  // the next octet that is no space or comma; NUL at the end
  Expected<void> step(JsonRecord& record, bool& found);
  Expected<void> object(JsonRecord& record, bool& found);
  Expected<void> text_record(JsonRecord& record, bool& found);
  Expected<void> garbage();
  Expected<void> page_member();
  Expected<void> skip_value();
  Expected<bool> starts_page();
  Expected<Span> measure();
  Expected<void> skip_broken(const Span& span);
  Expected<void> skip_to(std::string_view stops);
  Expected<void> skip_to_line(std::size_t from);
  Expected<void> skip_to_record();
  Expected<std::size_t> string_end();
  void remember(std::string_view record);
  void close(Frame frame);

  TextInput& input_;
  std::size_t most_octets_;
  OnBroken on_broken_;
  std::vector<Frame> frames_;
  std::string first_key_;  // how records of this file begin: `{"CreationTime"`
  std::size_t record_depth_ = 0;
  bool lines_known_ = false, lines_ = false;  // one record a line
  bool page_follows_ = false, ended_ = false;
  std::size_t handed_out_ = 0;    // octets of the record handed out last
  std::uint64_t read_again_ = 0;  // behind broken records
};

}  // namespace letterlock::audit

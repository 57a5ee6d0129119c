// Who reads QR codes out of pictures and documents.
//
// Decoding pictures takes the libraries of others, fed with hostile octets: that happens in a
// process apart (sources/code_worker.h), which this room knows only as this interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace letterlock::content {

struct FoundCode {
  std::string text;        // what it says, UTF-8
  std::uint32_t page = 0;  // of a document, from 1; 0 for a picture
};

class CodeReader {
 public:
  virtual ~CodeReader() = default;
  // `type`: as sniff_type() says; what is given has passed may_hold_code(). An Error means that
  // nobody could look: the reader failed on these octets, or took too long over them.
  virtual Expected<std::vector<FoundCode>> read(std::string_view type, std::string_view octets) = 0;
};

}  // namespace letterlock::content

// What a PDF does besides being read (ISO 32000-1): scripts, programs started, links. Its objects
// are looked through as they stand, those in compressed object streams too; the structure between
// them is not followed, so that a damaged or disguised file tells as much as a whole one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace letterlock::content {

struct PdfSurvey {
  bool script = false;  // /JavaScript, /JS
  bool launch = false;  // /Launch: starts a program
  bool locked = false;  // /Encrypt: what it says needs a password, or its links cannot be read
  std::vector<std::string> uris;  // of links, each once, at most some hundred
};

// Work and memory are linear in the octets; what is unpacked is bounded.
PdfSurvey survey_pdf(std::string_view octets);

// False where no page can show a code: no picture is as wide as high, or large, and nothing is
// drawn out of many small areas. Drawing a page takes as long as reading a hundred messages.
bool pdf_may_show_code(std::string_view octets);

}  // namespace letterlock::content

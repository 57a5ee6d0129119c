// MyActivity.html: the input alone, and as the text of one cell of a page.
#include "audit_fuzz.h"
#include "casefile/activity_page.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using letterlock::casefile::read_activity_page;
  const std::vector<char> exact(data, data + size);
  const std::string text(exact.data(), size);
  letterlock::fuzz::check_log(text, read_activity_page);
  letterlock::fuzz::check_log(
      "<html><body><div class=\"outer-cell mdl-cell\"><div class=\"content-cell\">" + text +
          "</div></div>",
      read_activity_page);
  return 0;
}

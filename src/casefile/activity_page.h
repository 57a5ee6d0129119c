// Takeout's MyActivity.html: a person's own record of what was done with a Google account, as a
// page for reading. Read with the HTML tokenizer of content/, each cell an activity.
#pragma once

#include "audit/log_reader.h"

namespace letterlock::casefile {

// Whether a file that begins so is such a page.
bool is_activity_page(std::string_view beginning);

// As audit::read_log does for logs: each cell becomes the record that the same activity is in
// MyActivity.json, kept as the cell's own octets. Memory does not grow with the page. Times are
// read in English ("Jun 10, 2024, 9:30:00 AM UTC"); other languages' stay unread, which is said.
Expected<store::LogFile> read_activity_page(audit::LogSource& source, audit::RecordSink& sink,
                                            const audit::LogLimits& limits = {});

}  // namespace letterlock::casefile

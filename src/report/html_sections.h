// The sections of report.html.
#pragma once

#include <string>

#include "report/investigation.h"

namespace letterlock::report {

std::string html_findings(const Investigation& investigation);
// "" where nothing was verified.
std::string html_verification(const Investigation& investigation);
std::string html_archive(const Investigation& investigation);
// The style sheet; its SHA-256 stands in the page's content security policy.
std::string_view html_style();

}  // namespace letterlock::report

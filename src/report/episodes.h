// Episodes: several messages of one account as one thing to look at; for the terminal, JSON, HTML.
#pragma once

#include <string>
#include <vector>

#include "hunt/episodes.h"
#include "report/page.h"

namespace letterlock::report {

// "2026-05-19 13:52 to 2026-05-27 10:01 UTC"
std::string episode_time(const hunt::Episode& episode);

// At most `most`; nothing where there is none.
void write_episodes(const std::vector<hunt::Episode>& episodes, std::size_t most, Page& page);
std::string html_episodes(const std::vector<hunt::Episode>& episodes);

}  // namespace letterlock::report

// Who is in a case, and what is usual for one of them: for the terminal and as JSON.
// Untrusted text is made printable.
#pragma once

#include <string>
#include <vector>

#include "relations/people.h"
#include "relations/profile.h"

namespace letterlock::report {

// At most `most` people, who wrote most first; then the VIPs and the silent ones beyond.
std::string people_text(const relations::People& people, std::size_t most, bool color,
                        unsigned width);
// One JSON object and a newline.
std::string person_json(const relations::Person& person, UnixTime end);

std::string profile_text(const relations::Profile& profile, UnixTime end, bool color,
                         unsigned width);
std::string profile_json(const relations::Profile& profile, UnixTime end);

// The choices where a name fits several people.
std::string choices_text(std::string_view who, const std::vector<const relations::Person*>& people);

// "treasurer at Meridian, VIP, role ended 2025-06-30"; "" where the roster says nothing.
std::string role_words(const relations::Person& person, UnixTime end);

}  // namespace letterlock::report

// Values that programs make up, put into classes by the way they are made.
#pragma once

#include <string>
#include <string_view>

namespace letterlock::leak {

// "git@author", "uuid@author", "gmail@mail.gmail.com", "9.9.x@other". `author`: From's domain,
// lower case.
std::string message_id_class(std::string_view id, std::string_view author);
// "gmail", "outlook", "exchange", "thunderbird", "apple", ... or the pattern of its characters.
std::string boundary_class(std::string_view boundary);
// "Thunderbird" of "Mozilla/5.0 (X11; ...) Gecko/20100101 Thunderbird/78.10.0".
std::string client_name(std::string_view mailer);
// The pattern of any made-up value: runs of digits 9, hexadecimal h, letters a, mixed x, each long
// run with its length where programs keep to one.
std::string pattern_of(std::string_view text);

// A UUID: 'l' in lower case, 'u' in upper case, 0 for none.
char uuid_case(std::string_view text);

}  // namespace letterlock::leak

// Messages of mail-parser's suite that we read differently on purpose, each with its reason.
#pragma once

#include "suites/suite.h"

namespace letterlock::suites {

inline const Deviations kMailParserMessageDeviations = {
    {"legacy/049", "a lone CR at the end is content; the suite's LF variant lost it"},
    {"rfc/000", "audio/basic stays binary, whatever its octets look like"},
    {"rfc/000.crlf", "the same"},
    {"legacy/026", "x-uuencode is decoded"},
    {"legacy/026.crlf", "the same"},
    {"legacy/052", "x-uuencode is decoded"},
    {"legacy/052.crlf", "the same"},
    {"malformed/000", "a delimiter ends an empty header too: no part is lost"},
    {"malformed/000.crlf", "the same"},
    {"malformed/001",
     "a delimiter is the whole line (RFC 2046 section 5.1.1): --ab is none of boundary \"a\""},
    {"malformed/001.crlf", "the same"},
    {"malformed/002",
     "a multipart that nothing divides is read as one body; its type stays multipart"},
    {"malformed/002.crlf", "the same"},
    {"malformed/004", "as malformed/001"},
    {"malformed/004.crlf", "the same"},
    {"malformed/007",
     "a delimiter ends a header without a blank line: the inner multipart is found"},
    {"malformed/007.crlf", "the same"},
    {"malformed/008", "as malformed/001"},
    {"malformed/008.crlf", "the same"},
    {"malformed/009", "as malformed/001: the outer delimiter ends the unclosed inner multipart"},
    {"malformed/009.crlf", "the same"},
    {"malformed/011", "as malformed/009"},
    {"malformed/011.crlf", "the same"},
    {"malformed/012", "as malformed/009"},
    {"malformed/012.crlf", "the same"},
    {"malformed/016", "as malformed/001"},
    {"malformed/016.crlf", "the same"},
    {"malformed/019", "a line that is no field ends the header: it is body, not skipped"},
    {"malformed/019.crlf", "the same"},
    {"malformed/020",
     "an unclosed inner multipart ends at the outer delimiter; the parts found in it are kept"},
    {"malformed/020.crlf", "the same"},
    {"malformed/021", "as malformed/020"},
    {"malformed/021.crlf", "the same"},
    {"malformed/022", "a message/rfc822 without a header is still a message, all of it body"},
    {"malformed/022.crlf", "the same"},
    {"thirdparty/002", "base64 ends at its padding"},
    {"thirdparty/002.crlf", "the same"},
    {"thirdparty/015", "messages inside whose own multipart is never divided are kept as parts"},
    {"thirdparty/015.crlf", "the same"},
    {"thirdparty/005", "a delimiter begins a line: \"invalid--1--\" is text"},
    {"thirdparty/005.crlf", "UTF-16 text with CR put before its LF octets is no UTF-16 any more"},
};

}  // namespace letterlock::suites

// Cases of mail-parser's field vectors that come out differently on purpose: number -> reason.
#pragma once

#include "suites/suite.h"

namespace letterlock::suites {

inline const Deviations kAddressDeviations = {
    {"9", "a quoted-pair is a backslash and the octet after it; folding is not skipped in it"},
    {"10", "comments are not part of a group's name, and one alone is no mailbox"},
    {"11", "a group that holds only a comment is empty"},
    {"13", "RFC 5322 section 4.4: a route is ignored, white space around dots means nothing"},
    {"14", "RFC 5322 section 4.4: white space around dots means nothing"},
};

inline const Deviations kContentTypeDeviations = {
    {"34", "RFC 2047 section 6.2: white space between encoded-words is left out, quoted or not"},
    {"61", "names that RFC 2231 does not allow stay as written and are not joined"},
};

inline const Deviations kDateDeviations = {
    {"12", "six bare numbers are no date: none of them is marked as a time"},
};

inline const Deviations kIdDeviations = {
    {"6", "RFC 5322 section 4.5.4: white space and comments are not part of a msg-id"},
};

inline const Deviations kListDeviations = {};

namespace reasons {
inline const std::string kAsctime =
    "asctime order and two-digit years are read; the suite's are garbled";
inline const std::string kSlash = "an id goes on to the next white space, slashes included";
inline const std::string kIdent = "the address after ident@ is what the receiver saw";
inline const std::string kZoneName = "RFC 5322 section 4.3 defines PST and PDT";
inline const std::string kQmail = "the word from inside a remark of the receiver is no clause";
}  // namespace reasons

inline const Deviations kReceivedDeviations = {
    {"13", reasons::kAsctime},
    {"28", reasons::kSlash},
    {"29", reasons::kSlash},
    {"30", reasons::kSlash},
    {"64", reasons::kIdent},
    {"67", reasons::kZoneName},
    {"69", "a date without its semicolon is read"},
    {"86", reasons::kIdent},
    {"87", reasons::kIdent},
    {"89", reasons::kAsctime},
    {"90", reasons::kAsctime},
    {"97", reasons::kIdent},
    {"116", reasons::kIdent},
    {"117", reasons::kAsctime},
    {"118", reasons::kAsctime},
    {"119", reasons::kIdent},
    {"123", "of two by clauses the first counts"},
    {"125", "a from clause is kept whole, its slash included"},
    {"128", reasons::kAsctime},
    {"144", "a fraction of a second does not lose the seconds"},
    {"151", reasons::kAsctime},
    {"153", "a recipient without a domain is one all the same"},
    {"163", reasons::kZoneName},
    {"165", reasons::kQmail},
    {"171", reasons::kQmail},
};

// Other text keeps its distance to an encoded-word as written: no space is invented.
inline const Deviations kUnstructuredDeviations = {
    {"21", "no space is invented before an encoded-word"},
    {"22", "no space is invented after an encoded-word"},
    {"27", "no space is invented before an encoded-word"},
    {"28", "no space is invented before an encoded-word"},
};

}  // namespace letterlock::suites

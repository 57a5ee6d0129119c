// The quoting of body lines that begin with "From " in an mbox, and how to undo it.
//
// mboxo puts ">" before "From " and leaves ">From " as it is; mboxrd puts ">" before "From " behind
// any number of ">"; mboxcl quotes like mboxo and gives a Content-Length; mboxcl2 gives a
// Content-Length and quotes nothing. No file says which it is, so the lines themselves are heard:
// within a passage quoted N deep, a line with N ">" was left alone (mboxo), one with N + 1 was
// quoted (mboxrd).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace letterlock::sources {

enum class Dialect : std::uint8_t { unknown, mboxo, mboxrd, mboxcl, mboxcl2 };
std::string_view to_string(Dialect dialect);

struct QuotingEvidence {
  std::uint64_t mboxo = 0;   // lines that mboxrd would have quoted further
  std::uint64_t mboxrd = 0;  // lines that mboxo would not have quoted
  std::uint64_t quoted = 0;  // all lines of the form >+From

  void add(const QuotingEvidence& other);
  Dialect verdict() const;  // mboxo, mboxrd or unknown
};
QuotingEvidence weigh_quoting(std::string_view body);

struct Unquoted {
  std::string_view octets;  // `message` itself where nothing was undone, else `scratch`
  std::uint32_t lines = 0;
};
// Undoes the quoting below the header. mboxcl2 has none; unknown undoes what mboxo and mboxrd agree
// on.
Unquoted undo_quoting(std::string_view message, std::size_t header_end, Dialect dialect,
                      std::string& scratch);

}  // namespace letterlock::sources

// How a message is built, against what its claimed mail program and provider are known to build.
//
// Every program has habits: how it makes Message-IDs and boundaries, in which order and spelling it
// writes fields, how it encodes text. A ShapeProfile counts them over the messages of a case in one
// pass; a message is then compared with the others of the same claim. Names of programs are claims
// and easily copied with everything else; what differs is what tells. Nothing is added up.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_range.h"
#include "leak/clocks.h"
#include "mime/message.h"

namespace letterlock::leak {

enum class ShapeAspect : std::uint8_t {
  message_id,
  boundary,      // of the outermost multipart
  field_order,   // of the fields that mail programs write
  field_case,    // how their names are spelt
  text_encoding  // charset and transfer encoding of the first text
};
inline constexpr std::size_t kShapeAspects = 5;
std::string_view to_string(ShapeAspect aspect);

// One habit seen: a class that all values made the same way share, such as "uuid@author".
struct Habit {
  std::string value;  // "" where the message has none
  ByteRange where;
};

struct MessageShape {
  // The claims: "Thunderbird" of User-Agent or X-Mailer; "google.com" of the oldest Received.
  std::string client, provider;
  ByteRange client_where, provider_where;
  // The program is not named but implied by a field that only it writes; then the aspect that
  // implied it proves nothing.
  bool client_implied = false;
  std::array<Habit, kShapeAspects> habits;

  const Habit& habit(ShapeAspect aspect) const { return habits[static_cast<std::size_t>(aspect)]; }
};

MessageShape shape_of(const mime::Message& message);

// Counts of habits per claim. The same messages give the same profile in any order, as long as no
// limit is reached; bounded in any case.
class ShapeProfile {
 public:
  static constexpr std::size_t kClaims = 20'000;  // further ones are not counted
  static constexpr std::size_t kValuesOfAspect =
      1'000;  // of one claim; further ones count together

  void learn(const MessageShape& shape);
  void merge(const ShapeProfile& other);

  struct Count {
    std::uint64_t messages = 0;  // of this claim that have the aspect
    std::uint64_t same = 0;      // of them with this value
    std::uint64_t once = 0;      // values that a single message shows
    std::uint64_t values = 0;    // different values
  };
  Count count(std::string_view claim, ShapeAspect aspect, std::string_view value) const;
  std::size_t claims() const { return claims_.size(); }

 private:
  struct Values {
    std::map<std::string, std::uint64_t, std::less<>> counts;
    std::uint64_t messages = 0;
  };
  using Claim = std::array<Values, kShapeAspects>;
  Claim* claim(std::string_view name);
  static void add(Values& values, const std::string& value, std::uint64_t times);
  std::map<std::string, Claim, std::less<>> claims_;
};

// What is compared with what.
enum class ShapeBasis : std::uint8_t {
  client_in_case,    // others of this case that claim the same program
  provider_in_case,  // others that came from the same provider
  known_format,      // what the program's documentation or source says
  message_itself,    // two parts of this message that must agree
};
std::string_view to_string(ShapeBasis basis);

struct ShapeReading {
  ShapeAspect aspect = ShapeAspect::message_id;
  ShapeBasis basis = ShapeBasis::client_in_case;
  std::string claim;          // the program or provider
  std::string value;          // the habit seen
  ByteRange where;            // where it was seen
  ByteRange claimed;          // where the claim stands
  std::uint64_t samples = 0;  // others of this claim
  std::uint64_t same = 0;     // of them with this habit
  ClockVerdict verdict = ClockVerdict::not_applicable;
  std::string says;  // one sentence
};

// `profile`: of the case; nullptr for a single file, which leaves known formats and the message
// itself. `learned`: the profile has counted this very message.
std::vector<ShapeReading> compare_shape(const mime::Message& message, const MessageShape& shape,
                                        const ShapeProfile* profile, bool learned);

}  // namespace letterlock::leak

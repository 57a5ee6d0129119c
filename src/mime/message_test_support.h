// What the tests of structure and decoding share. Not part of the library.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "mime/isa.h"
#include "mime/message.h"
#include "mime/value_test_support.h"

namespace letterlock::mime {

inline void PrintTo(DefectKind kind, std::ostream* out) { *out << defect_name(kind); }

inline std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

inline std::string with_lf(std::string_view text) {
  std::string out(text);
  std::erase(out, '\r');
  return out;
}

inline Message parsed(std::string_view octets, const Limits& limits = {}) {
  auto message = Message::parse(RawMessage::copy_of(octets), limits);
  EXPECT_TRUE(message);
  return std::move(*message);
}

inline std::vector<DefectKind> kinds(const Message& message) {
  std::vector<DefectKind> found;
  for (const Defect& defect : message.defects()) {
    EXPECT_LE(defect.where.end(), message.octets().size());
    found.push_back(defect.kind);
  }
  return found;
}

// The same, but for the fields that a small example does without.
inline std::vector<DefectKind> kinds_but_missing_fields(const Message& message) {
  std::vector<DefectKind> found = kinds(message);
  std::erase_if(found, [](DefectKind kind) {
    return kind == DefectKind::missing_date || kind == DefectKind::missing_from ||
           kind == DefectKind::missing_message_id;
  });
  return found;
}

// Tests of this class run once for every instruction set that this processor has.
class EachIsaTest : public ::testing::TestWithParam<Isa> {
 protected:
  void SetUp() override { set_isa_for_testing(GetParam()); }
  void TearDown() override { set_isa_for_testing(best_isa()); }
};
inline std::vector<Isa> available_isas() {
  if (best_isa() == Isa::avx2) return {Isa::portable, Isa::avx2};
  return {Isa::portable};
}
#define LETTERLOCK_FOR_EACH_ISA(Test)                   \
  INSTANTIATE_TEST_SUITE_P(                             \
      Isa, Test, ::testing::ValuesIn(available_isas()), \
      [](const auto& each) { return each.param == Isa::avx2 ? "Avx2" : "Portable"; })

}  // namespace letterlock::mime

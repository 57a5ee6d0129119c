#include "leak/shape.h"

#include <gtest/gtest.h>

#include <string>

#include "leak/shape/classes.h"
#include "mime/message_test_support.h"

namespace letterlock::leak {
namespace {

TEST(ShapeClassTest, MessageIdsFallIntoTheClassOfTheirProgram) {
  const auto of = [](std::string_view id) { return message_id_class(id, "writer.example"); };
  EXPECT_EQ(of("6ff1fb66-6f1e-440a-b6b2-c717c1fe5d66@writer.example"), "uuid@author");
  EXPECT_EQ(of("6FF1FB66-6F1E-440A-B6B2-C717C1FE5D66@mail.writer.example"),
            "uuid_upper@under_author");
  EXPECT_EQ(of("CAJ1xhMX_abcdefghijklmnopqrstuvwxyz0123456789=abcdEF@mail.gmail.com"),
            "gmail@mail.gmail.com");
  EXPECT_EQ(of("20191014230016.240912-1-w@else.example"), "git@other");
  EXPECT_EQ(of("12345678901234.abcdef@localhost"), "914.h@host");
  // Two ids that one program made are of one class.
  EXPECT_EQ(of("a81f-77@writer.example"), of("b9-3456@writer.example"));
}

TEST(ShapeClassTest, BoundariesAndProgramsHaveNames) {
  EXPECT_EQ(boundary_class("000000000000b6809105a0ae7b18"), "gmail");
  EXPECT_EQ(boundary_class("Apple-Mail=_6FF1FB66-6F1E-440A-B6B2-C717C1FE5D66"), "apple");
  EXPECT_EQ(boundary_class("------------uNnZ5w3Lq0wYx2T7mV9bKc4D"), "thunderbird");
  EXPECT_EQ(boundary_class("_000_DM5PR21MB0137AAAADM5PR21MB0137namp_"), "exchange");
  EXPECT_EQ(client_name("Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko Thunderbird/78.10.0"),
            "Thunderbird");
  EXPECT_EQ(client_name("Fantasy Mailer v3.1 (beta)"), "Fantasy Mailer");
}

std::string mail(std::string_view id, std::string_view client, bool id_first = false) {
  std::string fields = "Date: Mon, 26 Feb 2024 20:46:04 -0800\r\nFrom: w@writer.example\r\n";
  const std::string message_id = "Message-ID: <" + std::string(id) + ">\r\n";
  fields = id_first ? message_id + fields : fields + message_id;
  return fields + "User-Agent: " + std::string(client) + "\r\n\r\nHello.\r\n";
}

// 300 messages of one program, each with its own counter and hexadecimal mark.
ShapeProfile office() {
  ShapeProfile profile;
  for (int i = 0; i < 300; ++i) {
    const std::string id =
        std::to_string(100 + i) + ".abc" + std::to_string(i) + "f@writer.example";
    const mime::Message message = mime::parsed(mail(id, "Fantasy/1." + std::to_string(i)));
    profile.learn(shape_of(message));
  }
  return profile;
}

ClockVerdict verdict(std::string_view octets, const ShapeProfile* profile, ShapeAspect aspect,
                     ShapeBasis basis, std::uint64_t samples) {
  const mime::Message message = mime::parsed(octets);
  for (const auto& reading : compare_shape(message, shape_of(message), profile, false)) {
    if (reading.aspect != aspect || reading.basis != basis) continue;
    EXPECT_EQ(reading.samples, samples);
    EXPECT_LE(reading.where.end(), message.octets().size());
    EXPECT_FALSE(reading.says.empty());
    return reading.verdict;
  }
  ADD_FAILURE() << "no reading";
  return ClockVerdict::not_applicable;
}

TEST(ShapeProfileTest, AHabitThatNoOtherOfTheProgramShowsContradicts) {
  const ShapeProfile profile = office();
  const auto check = [&](std::string_view octets, ShapeAspect aspect) {
    return verdict(octets, &profile, aspect, ShapeBasis::client_in_case, 300);
  };
  const std::string usual = mail("777.abc9f@writer.example", "Fantasy/2.0");
  EXPECT_EQ(check(usual, ShapeAspect::message_id), ClockVerdict::consistent);
  EXPECT_EQ(check(usual, ShapeAspect::field_order), ClockVerdict::consistent);
  EXPECT_EQ(check(mail("6ff1fb66-6f1e-440a-b6b2-c717c1fe5d66@writer.example", "Fantasy/2.0"),
                  ShapeAspect::message_id),
            ClockVerdict::contradicts);
  EXPECT_EQ(check(mail("777.abc9f@writer.example", "Fantasy/2.0", true), ShapeAspect::field_order),
            ClockVerdict::contradicts);
}

TEST(ShapeProfileTest, WithoutACaseOrWithoutHistoryNothingIsSaid) {
  const std::string usual = mail("777.abc9f@writer.example", "Fantasy/2.0");
  EXPECT_EQ(verdict(usual, nullptr, ShapeAspect::message_id, ShapeBasis::client_in_case, 0),
            ClockVerdict::not_applicable);
  const ShapeProfile empty;
  EXPECT_EQ(verdict(usual, &empty, ShapeAspect::message_id, ShapeBasis::client_in_case, 0),
            ClockVerdict::not_applicable);
}

TEST(ShapeProfileTest, MergedHalvesCountAsTheWhole) {
  ShapeProfile merged = office();
  merged.merge(office());
  const auto count = merged.count("client Fantasy", ShapeAspect::field_order, "dfiu");
  EXPECT_EQ(count.messages, 600U);
  EXPECT_EQ(count.same, 600U);
}

TEST(ShapeFormatTest, AClaimedThunderbirdThatMakesOtherMessageIdsIsContradicted) {
  const auto check = [](std::string_view id) {
    return verdict(mail(id, "Mozilla/5.0 Thunderbird/78.1"), nullptr, ShapeAspect::message_id,
                   ShapeBasis::known_format, 6089);
  };
  EXPECT_EQ(check("6ff1fb66-6f1e-440a-b6b2-c717c1fe5d66@writer.example"), ClockVerdict::consistent);
  EXPECT_EQ(check("20191014230016.240912-1-w@writer.example"), ClockVerdict::contradicts);
}

}  // namespace
}  // namespace letterlock::leak

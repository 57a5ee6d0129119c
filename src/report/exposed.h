// What the report shows of question B: what an intruder saw, did and left behind.
//
// An ExposureResult with the messages worth naming beside it. Plain records; see investigation.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "exposure/exposure.h"
#include "exposure/notice.h"
#include "report/page.h"

namespace letterlock::report {

struct Investigation;

// A message with what the page says of it.
struct ExposedLine {
  exposure::ExposureClass exposure = exposure::ExposureClass::x0;
  exposure::Certainty certainty = exposure::Certainty::certain;
  std::optional<store::MessageId> message;  // none: the case does not hold it
  std::string message_id, mailbox, from, subject, why;
  std::optional<UnixTime> date;
  std::vector<std::string> records;  // the provider's names of them
};

struct ExposedOverview {
  exposure::ExposureResult result;
  exposure::Notice notice;         // who is named in exposed messages
  std::vector<ExposedLine> shown;  // worst first; up to ExposedOptions::most_shown of each class
};

struct ExposedOptions {
  exposure::ExposureOptions exposure;
  exposure::NoticeOptions notice;
  std::uint64_t most_shown = 100;
};

Expected<ExposedOverview> examine_exposure(store::FactStore& facts, store::EventStore& events,
                                           const exposure::ReadMessage& read,
                                           const ExposedOptions& options, Progress& progress);

// ---- wording (exposed_words.cc) --------------------------------------------------------------

// "between 2026-05-19 15:03 UTC and 2026-06-12 13:00 UTC", or how far the records reach.
std::string access_time(const exposure::ReachedMailbox& mailbox);
// What is established and what cannot be said, in sentences; nothing where there was no access.
void summarize_exposure(const ExposedOverview& exposed, std::vector<std::string>& established,
                        std::vector<std::string>& departs, std::vector<std::string>& cannot_say);
// Messages of a class in a mailbox, those included that only records name.
std::uint64_t class_count(const exposure::ExposureResult& result, std::size_t mailbox,
                          exposure::ExposureClass level);
// The silences during access that a reader should weigh: without the hours behind others, and
// without a reckoned limit where the provider itself says that it stopped.
std::vector<const exposure::BlindSpan*> silences(const exposure::ReachedMailbox& mailbox);
std::string silence_time(const exposure::BlindSpan& span);  // "2026-05-27 02:00 UTC to ..."
std::string capitalized(std::string_view sentence);
// Why no mailbox is listed, in a sentence or two.
std::string_view nobody_found(const exposure::ExposureResult& result);
// What a class means for the persons concerned, for readers who have not met it.
std::string_view class_meaning(exposure::ExposureClass exposure);
// "X4, likely": the class with its certainty where that is not plain.
std::string class_text(const ExposedLine& line);
// "the address 192.0.2.77, Outlook Web App, session 5e44…": one way of access.
std::string context_words(const exposure::AccessContext& context);
// "same address as C3, not followed: 4 records of ...": records that are not counted, and why.
std::string left_out_sentence(const exposure::LeftOut& left_out);
// The classes from worst to least.
inline constexpr exposure::ExposureClass kWorstFirst[] = {
    exposure::ExposureClass::x5, exposure::ExposureClass::x4, exposure::ExposureClass::x3,
    exposure::ExposureClass::x2, exposure::ExposureClass::x1, exposure::ExposureClass::x0};

// "were opened": what a class says of so many messages.
std::string class_phrase(exposure::ExposureClass level, std::uint64_t count);

// ---- the three forms -------------------------------------------------------------------------

std::string html_exposure(const Investigation& investigation);  // "" without logs
void write_exposure(const ExposedOverview& exposed, Page& page);
// Of it: each mailbox with its time, classes and silences; and what is still there.
void write_reached(const exposure::ExposureResult& result, Page& page);
// The member "question_b".
void write_exposure(JsonWriter& json, const ExposedOverview& exposed);

}  // namespace letterlock::report

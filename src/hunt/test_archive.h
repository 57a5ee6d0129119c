// For tests: a small archive of mail in a real fact store, and what hunting in it finds.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/test_directory.h"
#include "hunt/hunt.h"
#include "store/fact_store.h"

namespace letterlock::hunt {

inline constexpr UnixTime kStart = 1'700'000'000;  // 2023-11-14
inline constexpr UnixTime kOneDay = 86'400;
inline constexpr const char* kAda = "Ada Moss <ada@meridian.example>";
inline constexpr const char* kBen = "Ben Tarr <ben@meridian.example>";

struct TestMail {
  std::string from = {}, to = {};
  UnixTime at = kStart;
  std::string subject = "Notes";
  std::string body = {};
  std::string in_reply_to = {};  // msg-id without angle brackets
  bool html = false;
  std::string more_header = {};  // whole lines
  std::string message_id = {};   // "": a new one
};

class TestArchive {
 public:
  TestArchive();
  ~TestArchive();
  TestArchive(const TestArchive&) = delete;
  TestArchive& operator=(const TestArchive&) = delete;

  // Puts a message into mailboxes: "ada" belongs to ada@meridian.example. Returns its msg-id.
  std::string put(const TestMail& mail, const std::vector<std::string>& mailboxes);
  // `days` days in which ada and ben write and answer each other, every message in both mailboxes.
  void office_life(UnixTime from, int days);
  // The message-id's ordinal in the store, after hunt().
  store::MessageId id_of(const std::string& message_id);
  std::string octets_of(store::MessageId id) const;

  HuntResult hunt(const HuntOptions& options = {});
  store::FactStore& facts() { return *facts_; }
  EvidenceSource evidence() const;

 private:
  void load();
  TestDirectory directory_;  // outlives what lies in it
  std::unique_ptr<store::FactStore> facts_;
  store::FactBatch batch_;
  std::vector<std::string> octets_;
  int next_ = 1;
};

// A forward as Gmail writes it.
std::string forward_block(const std::string& from, const std::string& date, const std::string& to,
                          const std::string& subject, const std::string& text);

// So that nothing is left out of the lists.
HuntOptions every_finding();
// The Finding about a message, in either list.
std::optional<Finding> find_finding(const HuntResult& result, std::string_view message_id);
const Reason* find_reason(const Finding& finding, std::string_view code);

}  // namespace letterlock::hunt

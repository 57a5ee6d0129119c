// A key look-up over records written down, for tests.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "auth/key_lookup.h"
#include "base/ascii.h"

namespace letterlock::auth {

class TestKeys final : public KeyLookup {
 public:
  TestKeys& add(std::string_view domain, std::string_view selector, std::string_view record) {
    KeyAnswer& answer = answers_[name(domain, selector)];
    answer.status = KeyAnswer::Status::found;
    const auto origin = static_cast<std::uint32_t>(answer.candidates.size());
    answer.candidates.push_back({parse_key_record(record), origin});
    return *this;
  }
  TestKeys& set(std::string_view domain, std::string_view selector, KeyAnswer::Status status) {
    answers_[name(domain, selector)].status = status;
    return *this;
  }
  KeyAnswer find(std::string_view domain, std::string_view selector) override {
    ++asked_;
    const auto found = answers_.find(name(domain, selector));
    if (found != answers_.end()) return found->second;
    KeyAnswer none;
    none.status = KeyAnswer::Status::no_key;
    return none;
  }
  std::size_t asked() const { return asked_; }

 private:
  static std::pair<std::string, std::string> name(std::string_view domain,
                                                  std::string_view selector) {
    return {lower_ascii(domain), lower_ascii(selector)};
  }
  std::map<std::pair<std::string, std::string>, KeyAnswer> answers_;
  std::size_t asked_ = 0;
};

}  // namespace letterlock::auth

// Message-IDs, boundaries and conversation indexes: each kind hides a time or a habit.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/base64.h"
#include "demo/clients.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

constexpr std::string_view kUrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_=-";

std::string upper(std::string text) {
  for (char& c : text) c = to_upper(c);
  return text;
}

std::string domain_of(const std::string& address) { return address.substr(address.find('@') + 1); }

void big_endian(std::string& out, std::uint64_t value, int octets) {
  for (int i = octets - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
}

}  // namespace

std::string make_message_id(const Draft& draft, Random& random) {
  const std::string domain = domain_of(draft.from->email_at(draft.time));
  switch (draft.client) {
    case Client::gmail_web:
    case Client::gmail_android: {
      // The program's own constant suffix; the first characters stay with the account.
      Random account(1, draft.from->email);
      return "<CA" + account.text(5, kUrlAlphabet) + random.text(45, kUrlAlphabet) +
             "@mail.gmail.com>";
    }
    case Client::apple_mail:
    case Client::iphone:
    case Client::k9:
      return '<' + upper(random.uuid()) + '@' + domain + '>';
    case Client::outlook: {
      const std::uint64_t stamp =
          file_time(draft.time, static_cast<std::uint32_t>(random.below(10000000)));
      const std::string count = random.fill("000###");
      return fmt::format("<{}{:08x}${:08x}${:08x}$@{}>", count, stamp >> 32, stamp & 0xFFFFFFFF,
                         random.next() >> 32, domain);
    }
    case Client::exchange:
      return random.fill("<################################@EXCH01.") + domain + '>';
    case Client::thunderbird:
      return '<' + random.uuid() + '@' + domain + '>';
    case Client::mutt: {
      std::string stamped;  // the seconds, then eight octets at random
      big_endian(stamped, static_cast<std::uint64_t>(draft.time), 4);
      std::string id = base64_encode(stamped + random.octets(8));
      std::replace(id.begin(), id.end(), '+', '-');
      std::replace(id.begin(), id.end(), '/', '_');
      return '<' + id + "@tern." + domain + '>';
    }
    default:
      return '<' + random.hex(32) + '@' + domain + '>';
  }
}

std::string gmail_boundary(UnixTime time, Random& random) {
  const std::uint64_t micros =
      static_cast<std::uint64_t>(time) * 1000000 + 4000000 + random.below(9000000);
  const std::string digits = fmt::format("{:014x}", micros);
  return "000000000000" + digits.substr(8) + digits.substr(0, 8) + random.hex(2);
}

std::string conversation_index(const std::string& parent, UnixTime time, Random& random) {
  const std::uint64_t now = file_time(time);
  std::string index;
  if (parent.size() < 22) {
    index += '\1';  // reserved; then the upper 40 bits of the time, then a GUID
    big_endian(index, now >> 24, 5);
    return index + random.octets(16);
  }
  // What programs really write: the distance to the answer before, counted from the first six
  // octets read as if they were a time; bits beyond the 31st are lost.
  const auto number_at = [&parent](std::size_t at, int octets) {
    std::uint64_t number = 0;
    for (int i = 0; i < octets; ++i) {
      number = number << 8 | static_cast<unsigned char>(parent[at + static_cast<std::size_t>(i)]);
    }
    return number;
  };
  std::uint64_t before = number_at(0, 6) << 16;
  for (std::size_t at = 22; at + 5 <= parent.size(); at += 5) {
    before += (number_at(at, 4) & 0x7FFFFFFF) << 23;
  }
  const std::uint64_t delta = (now - before) >> 23 & 0x7FFFFFFF;
  index = parent;
  big_endian(index, 0x80000000U | delta, 4);
  return index + static_cast<char>(random.below(256));
}

std::string address_list(const std::vector<Mailbox>& list, Client client,
                         std::string_view charset) {
  const bool outlook = client == Client::outlook || client == Client::exchange;
  const char* fold = client == Client::gmail_web || client == Client::gmail_android ? ", \r\n\t"
                     : outlook                                                      ? ",\r\n\t"
                                                                                    : ",\r\n ";
  std::string out;
  std::size_t column = 8;
  for (const Mailbox& mailbox : list) {
    std::string one;
    if (mailbox.name.empty()) {
      one = outlook ? '<' + mailbox.address + '>' : mailbox.address;
    } else if (!is_ascii_text(mailbox.name)) {
      const char encoding = charset == "iso-2022-jp" || charset == "koi8-r" ? 'B' : 'Q';
      one = encoded_words(mailbox.name, charset, encoding) + " <" + mailbox.address + '>';
    } else if (outlook || mailbox.name.find_first_of("'.,()") != std::string::npos) {
      one = '"' + mailbox.name + "\" <" + mailbox.address + '>';
    } else {
      one = mailbox.name + " <" + mailbox.address + '>';
    }
    if (!out.empty()) {
      const bool break_line = column + one.size() > 74;
      out += break_line ? fold : ", ";
      if (break_line) column = 1;
    }
    column += one.size() + 2;
    out += one;
  }
  return out;
}

}  // namespace letterlock::demo

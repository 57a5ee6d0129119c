// Reads the demo's exports back, for the tests: no code of the generator is used for it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::demo {

struct ExportedMessage {
  std::string mailbox;
  std::string octets;  // CRLF line ends
};

std::string read_all(const std::filesystem::path& path);
std::vector<ExportedMessage> read_exports(const std::filesystem::path& mailboxes);

// The body of the first field of that name, unfolded; "" if there is none.
std::string header_of(std::string_view octets, std::string_view name);

// TXT records of a zone text, by owner name without the last dot.
std::map<std::string, std::string> read_zone(const std::string& text);

enum class Signature { none, good, bad, no_key };
Signature check_dkim(std::string_view octets, const std::map<std::string, std::string>& zone);

// Path and SHA-256 of every file below `directory`.
std::map<std::string, std::string> fingerprint(const std::filesystem::path& directory);

}  // namespace letterlock::demo

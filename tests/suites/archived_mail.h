// Messages out of the compressed collections, one after the other, without unpacking them to disk.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace letterlock::suites {

// Called with a name and the octets of each message; false stops the reading.
using EachMessage = std::function<bool(const std::string& name, std::string_view octets)>;

// The files of a .tar.zst. "" or what went wrong.
std::string each_in_tar(const std::filesystem::path& archive, const EachMessage& each);

// The messages of an .mbox.zst, named by their number, without their `From ` lines.
std::string each_in_mbox(const std::filesystem::path& archive, const EachMessage& each);

// Either, by its name.
std::string each_in(const std::filesystem::path& archive, const EachMessage& each);

// The lines of a compressed text.
using EachLine = std::function<void(const std::string& line)>;
std::string each_line_in(const std::filesystem::path& archive, const EachLine& each);

// mboxrd: each line of ">"s and "From " has one ">" more than the message.
std::string without_mboxrd_quotes(std::string_view text);

}  // namespace letterlock::suites

#include "dns/registrable_domain.h"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <unordered_map>

#include "base/ascii.h"
#include "dns/idna.h"

namespace letterlock::dns {
namespace {

constexpr std::array<const char*, 2> kUsualFiles = {
    "/usr/share/publicsuffix/public_suffix_list.dafsa",
    "/usr/share/publicsuffix/public_suffix_list.dat"};
// Hosts repeat within a mailbox; those of links and servers fit in some ten thousand.
constexpr std::size_t kCachedHosts = 16'384;
// Names end at 253 octets (RFC 1035 section 2.3.4).
constexpr std::size_t kLongestName = 255;

struct SuffixList {
  const psl_ctx_t* rules = nullptr;
  std::string source = "built-in";
};

// Kept until the process ends: threads may still look up while it does.
const SuffixList& suffix_list() {
  static const SuffixList* list = [] {
    auto* loaded = new SuffixList;
    const auto try_file = [loaded](const char* path) {
      if (loaded->rules != nullptr || path == nullptr) return;
      loaded->rules = psl_load_file(path);
      if (loaded->rules != nullptr) loaded->source = path;
    };
    try_file(std::getenv("LETTERLOCK_PSL"));
    for (const char* path : kUsualFiles) try_file(path);
    if (loaded->rules == nullptr) loaded->rules = psl_builtin();
    return loaded;
  }();
  return *list;
}

// "192.0.2.1", "[2001:db8::1]", "0x7f.1": what ends in a number is no name (URL standard 3.5).
bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  std::string_view last = host.substr(host.rfind('.') + 1);
  const bool hexadecimal = starts_with_ignore_case(last, "0x");
  if (hexadecimal) last.remove_prefix(2);
  return (hexadecimal || !last.empty()) && std::all_of(last.begin(), last.end(), [&](char c) {
           return hexadecimal ? hex_value(c) >= 0 : is_digit(c);
         });
}

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
using Cache = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

std::string look_up(std::string_view host) {
  while (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.starts_with('.') || is_address(host)) return {};
  const auto name = domain_to_ascii(host);
  if (!name || name->size() > kLongestName || suffix_list().rules == nullptr) return {};
  const char* found = psl_registrable_domain(suffix_list().rules, name->c_str());
  return found == nullptr ? std::string() : std::string(found);
}

}  // namespace

std::string registrable_domain(std::string_view host) {
  thread_local Cache cache;
  if (const auto found = cache.find(host); found != cache.end()) return found->second;
  std::string domain = look_up(host);
  if (host.size() <= kLongestName) {
    if (cache.size() >= kCachedHosts) cache.clear();
    cache.emplace(host, domain);
  }
  return domain;
}

std::string organizational_domain(std::string_view host) {
  std::string registrable = registrable_domain(host);
  return registrable.empty() ? lower_ascii(host) : registrable;
}

std::string_view public_suffix_list() { return suffix_list().source; }

}  // namespace letterlock::dns

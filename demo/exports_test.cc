#include "demo/exports_test.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/sha256.h"

namespace letterlock::demo {
namespace {

namespace fs = std::filesystem;

std::string crlf(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

void read_mbox(const std::string& name, const std::string& text,
               std::vector<ExportedMessage>& out) {
  std::string message;
  bool first = true;
  bool blank = true;
  const auto flush = [&] {
    if (first) return;
    message.resize(message.size() - (message.ends_with("\r\n\r\n") ? 2 : 0));
    while (message.starts_with("X-GM-THRID:") || message.starts_with("X-Gmail-Labels:")) {
      message.erase(0, message.find("\r\n") + 2);
    }
    out.push_back({name, message});
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string line = crlf(std::string_view(text).substr(at, end - at));
    at = end;
    if (blank && line.starts_with("From ")) {
      flush();
      message.clear();
      first = false;
      blank = false;
      continue;
    }
    blank = line == "\r\n";
    const std::size_t marks = line.find_first_not_of('>');
    if (marks != std::string::npos && marks > 0 && line.compare(marks, 5, "From ") == 0)
      line.erase(0, 1);
    message += line;
  }
  flush();
}

// A gzip file of stored blocks around a ustar archive.
void read_packed(const std::string& name, std::string_view gzip,
                 std::vector<ExportedMessage>& out) {
  std::string tar;
  std::size_t at = 10;
  for (bool last = false; !last;) {
    last = gzip[at] & 1;
    const std::size_t size =
        static_cast<unsigned char>(gzip[at + 1]) + 256U * static_cast<unsigned char>(gzip[at + 2]);
    tar += gzip.substr(at + 5, size);
    at += 5 + size;
  }
  for (std::size_t block = 0; block + 512 <= tar.size() && tar[block] != '\0';) {
    const std::size_t size = std::stoul(tar.substr(block + 124, 11), nullptr, 8);
    out.push_back({name, crlf(std::string_view(tar).substr(block + 512, size))});
    block += 512 + (size + 511) / 512 * 512;
  }
}

std::string relaxed(std::string_view text) {
  std::string out;
  bool space = false;
  for (char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

std::string relaxed_body(std::string_view body) {
  std::istringstream lines{std::string(body)};
  std::string line;
  std::string out;
  while (std::getline(lines, line)) {
    if (line.ends_with('\r')) line.pop_back();
    std::string squeezed;
    for (char c : line) {
      const char flat = c == '\t' ? ' ' : c;
      if (flat != ' ' || squeezed.empty() || squeezed.back() != ' ') squeezed += flat;
    }
    if (squeezed.ends_with(' ')) squeezed.pop_back();
    out += squeezed + "\r\n";
  }
  while (out.ends_with("\r\n\r\n")) out.resize(out.size() - 2);
  return out == "\r\n" ? "" : out;
}

std::map<std::string, std::string> tags_of(std::string_view value) {
  std::map<std::string, std::string> tags;
  std::istringstream parts{std::string(value)};
  std::string part;
  while (std::getline(parts, part, ';')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) continue;
    std::string content;
    for (char c : part.substr(equals + 1)) {
      if (!is_space(c)) content += c;
    }
    tags[std::string(trim(std::string_view(part).substr(0, equals)))] = content;
  }
  return tags;
}

// All fields, folds kept.
std::vector<std::pair<std::string, std::string>> fields_of(std::string_view octets) {
  std::vector<std::pair<std::string, std::string>> fields;
  std::istringstream lines{std::string(octets.substr(0, octets.find("\r\n\r\n") + 2))};
  std::string line;
  while (std::getline(lines, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty() && is_wsp(line[0])) {
      fields.back().second += "\r\n" + line;
    } else if (const std::size_t colon = line.find(':'); colon != std::string::npos) {
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  return fields;
}

bool verify(const std::string& key_text, const std::string& signature, const std::string& text) {
  const std::string der = base64_decode(key_text).value_or("");
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  EVP_PKEY* key = d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()));
  if (key == nullptr) return false;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
  const int good = EVP_DigestVerify(
      context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
      reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return good == 1;
}

}  // namespace

std::string read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<ExportedMessage> read_exports(const fs::path& mailboxes) {
  std::vector<ExportedMessage> out;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(mailboxes)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    std::string owner = fs::relative(file, mailboxes).begin()->string();
    if (owner.ends_with(".tar.gz")) {
      owner.resize(owner.size() - 7);
      read_packed(owner, read_all(file), out);
    } else if (file.extension() == ".eml" || file.parent_path().filename() == "cur") {
      out.push_back({owner, crlf(read_all(file))});
    } else {
      read_mbox(owner, read_all(file), out);
    }
  }
  return out;
}

std::string header_of(std::string_view octets, std::string_view name) {
  for (const auto& [field, value] : fields_of(octets)) {
    if (equals_ignore_case(field, name)) return relaxed(value);
  }
  return "";
}

std::map<std::string, std::string> read_zone(const std::string& text) {
  std::map<std::string, std::string> zone;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line[0] == ';') continue;
    std::string value;
    bool inside = false;
    for (char c : line) {
      if (c == '"') {
        inside = !inside;
      } else if (inside) {
        value += c;
      }
    }
    zone[line.substr(0, line.find(". "))] = value;
  }
  return zone;
}

Signature check_dkim(std::string_view octets, const std::map<std::string, std::string>& zone) {
  const auto fields = fields_of(octets);
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [](const auto& f) { return f.first == "DKIM-Signature"; });
  if (found == fields.end()) return Signature::none;
  auto tags = tags_of(found->second);
  const auto key = zone.find(tags["s"] + "._domainkey." + tags["d"]);
  if (key == zone.end()) return Signature::no_key;
  const std::string body = relaxed_body(octets.substr(octets.find("\r\n\r\n") + 4));
  if (base64_encode(sha256(body).view()) != tags["bh"]) return Signature::bad;
  std::string text;
  std::map<std::string, std::size_t> used;  // fields of a name are taken from below
  std::istringstream names(tags["h"]);
  std::string name;
  while (std::getline(names, name, ':')) {
    std::size_t skip = used[name]++;
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
      if (!equals_ignore_case(field->first, name) || skip-- > 0) continue;
      text += name + ":" + relaxed(field->second) + "\r\n";
      break;
    }
  }
  std::string own = found->second;
  own.erase(own.rfind("b=") + 2);
  text += "dkim-signature:" + relaxed(own);
  const std::string record = tags_of(key->second)["p"];
  return verify(record, base64_decode(tags["b"]).value_or(""), text) ? Signature::good
                                                                     : Signature::bad;
}

std::map<std::string, std::string> fingerprint(const fs::path& directory) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) {
      out[fs::relative(entry.path(), directory).string()] = sha256(read_all(entry.path())).hex();
    }
  }
  return out;
}

}  // namespace letterlock::demo

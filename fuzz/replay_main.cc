// Runs a fuzzer's property checks over files instead of generated input, so that seeds and past
// findings are tests under every compiler:  NAME_fuzz FILE|DIRECTORY...
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void replay(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> content{std::istreambuf_iterator<char>(in), {}};
  // A heap block of exactly the size, so that ASan sees one octet too far.
  const std::unique_ptr<std::uint8_t[]> block(new std::uint8_t[content.size()]);
  std::copy(content.begin(), content.end(), block.get());
  LLVMFuzzerTestOneInput(block.get(), content.size());
}

}  // namespace

int main(int argc, char** argv) {
  int files = 0;
  for (int i = 1; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) {
      replay(argv[i]);
      ++files;
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      replay(entry.path());
      ++files;
    }
  }
  std::printf("%d files replayed\n", files);
  return files == 0 ? 66 : 0;  // no seeds at all is a mistake
}

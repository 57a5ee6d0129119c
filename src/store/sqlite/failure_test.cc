// What the store does when the disk, the file or another process does not play along.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <cstdarg>
#include <fstream>
#include <thread>

#include "store/sqlite/store_test.h"

namespace letterlock::store::sqlite {
namespace {

namespace fs = std::filesystem;

// Stands between SQLite and the operating system while it lives: lets the first `left` writes pass
// and fails all later ones, or refuses to open anything for writing.
class Fault {
 public:
  enum class Kind { no_space, write_error, sync_error, read_only };

  Fault(Kind kind, int left) {
    kind_ = kind;
    left_ = left;
    alive_ = true;
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    if (kind == Kind::read_only) {
      real_open_ = vfs->xGetSystemCall(vfs, "open");
      vfs->xSetSystemCall(vfs, "open", reinterpret_cast<sqlite3_syscall_ptr>(&open_to_read));
    } else if (kind != Kind::sync_error) {
      for (const char* call : {"pwrite", "pwrite64"}) {
        vfs->xSetSystemCall(vfs, call, reinterpret_cast<sqlite3_syscall_ptr>(&write_at));
      }
    }
  }
  ~Fault() {
    sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
    vfs->xSetSystemCall(vfs, nullptr, nullptr);
    alive_ = false;
  }
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;

  // What fsync() and fdatasync() below do.
  static int sync(int file, long call) {
    if (!alive_ || kind_ != Kind::sync_error || left_-- > 0) {
      return static_cast<int>(syscall(call, file));
    }
    left_ = -1;
    errno = EIO;
    return -1;
  }

  bool struck() const { return left_ < 0; }

 private:
  static ssize_t write_at(int file, const void* octets, std::size_t length, off_t at) {
    if (left_-- > 0) return pwrite(file, octets, length, at);
    left_ = -1;
    errno = kind_ == Kind::no_space ? ENOSPC : EIO;
    return -1;
  }
  static int open_to_read(const char* path, int flags, int mode) {
    if ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0) {
      errno = EACCES;
      return -1;
    }
    return reinterpret_cast<int (*)(const char*, int, int)>(real_open_)(path, flags, mode);
  }

  static inline Kind kind_;
  static inline bool alive_ = false;
  static inline int left_;
  static inline sqlite3_syscall_ptr real_open_;
};

}  // namespace

// SQLite calls these directly; those of the program come before those of the C library.
extern "C" int fsync(int file) { return Fault::sync(file, SYS_fsync); }
extern "C" int fdatasync(int file) { return Fault::sync(file, SYS_fdatasync); }

namespace {

void execute(const fs::path& path, const char* sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
}

FactBatch batch_of(int first, int count) {
  FactBatch batch;
  for (int i = first; i < first + count; ++i) {
    batch.messages.push_back(plain_message(i));
    batch.messages.back().links.resize(2);
    batch.messages.back().links[0].url = "https://x.example/" + std::to_string(i);
    batch.messages.back().links[0].host = "x.example";
    batch.placements.push_back(placement_of(batch.messages.back(), "ada", "Inbox"));
  }
  return batch;
}

class FaultTest : public StoreTest, public testing::WithParamInterface<Fault::Kind> {};

TEST_P(FaultTest, ABatchThatFailsAnywhereLeavesWhatWasThere) {
  {
    auto store = open();
    add(*store, batch_of(0, 20));
  }
  const fs::path saved = directory_ / "saved.sqlite";
  fs::copy_file(path_, saved);
  Sha256 complete;
  int failures = 0;
  for (int writes = 0;; ++writes) {
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path_.string() + suffix);
    fs::copy_file(saved, path_);
    auto store = open();
    ASSERT_TRUE(store);
    const Sha256 before = *store->running_digest();
    bool struck = false;
    {
      const Fault fault(GetParam(), writes);
      const auto added = store->add(batch_of(20, 20));
      struck = fault.struck();
      ASSERT_EQ(added.has_value(), !struck) << writes;
      if (struck) {
        EXPECT_EQ(added.error().code, ErrorCode::io) << added.error().message;
        EXPECT_NE(added.error().message.find(path_.string()), std::string::npos);
        if (GetParam() == Fault::Kind::no_space) {
          EXPECT_NE(added.error().message.find("no space left"), std::string::npos);
        }
      }
    }
    if (struck) {
      ++failures;
      EXPECT_EQ(*store->running_digest(), before) << writes;
      EXPECT_EQ(store->counts()->messages, 20u);
      EXPECT_EQ(search_ids(*store, "morning").size(), 20u);
      EXPECT_EQ(store->people(1)->front().sent, 20u);
      EXPECT_EQ(add(*store, batch_of(20, 20)).messages, 20u);
    }
    EXPECT_EQ(search_ids(*store, "morning").size(), 40u) << writes;
    EXPECT_EQ(store->people(1)->front().sent, 40u) << writes;
    EXPECT_EQ(*store->digest(), *store->running_digest()) << writes;
    if (complete == Sha256{}) complete = *store->digest();
    EXPECT_EQ(*store->digest(), complete) << writes;
    if (!struck) break;
  }
  EXPECT_GT(failures, 0);
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultTest,
                         testing::Values(Fault::Kind::no_space, Fault::Kind::write_error,
                                         Fault::Kind::sync_error));

TEST_F(StoreTest, AReadOnlyDirectoryIsReadUnlessItsLogHoldsFacts) {
  {
    auto store = open();
    add(*store, batch_of(0, 5));
  }
  ASSERT_FALSE(fs::exists(path_.string() + "-wal"));
  {
    const Fault fault(Fault::Kind::read_only, 0);
    auto reader = open(false);
    EXPECT_EQ(search_ids(*reader, "morning").size(), 5u);
  }
  auto writer = open();
  add(*writer, batch_of(5, 5));
  const fs::path copy = directory_ / "copy.sqlite";
  for (const char* suffix : {"", "-wal"}) {
    fs::copy_file(path_.string() + suffix, copy.string() + suffix);
  }
  const Fault fault(Fault::Kind::read_only, 0);
  const auto reader = open_sqlite(copy, false);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::io);
  EXPECT_NE(reader.error().message.find("copy the case to a writable directory"),
            std::string::npos);
}

TEST_F(StoreTest, OtherFilesAreRefusedWithAReason) {
  EXPECT_EQ(open_sqlite(path_, false).error().code, ErrorCode::not_found);
  EXPECT_EQ(open_sqlite(directory_ / "no" / "facts.sqlite", true).error().code,
            ErrorCode::not_found);
  std::ofstream(path_) << std::string(20'000, 'x');
  auto text = open_sqlite(path_, true);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::corrupt);
  EXPECT_NE(text.error().message.find("ingest again"), std::string::npos);
  fs::remove(path_);
  execute(path_, "CREATE TABLE other(x)");
  EXPECT_EQ(open_sqlite(path_, true).error().code, ErrorCode::corrupt);
  fs::remove(path_);
  open();
  execute(path_, "PRAGMA user_version = 99");
  for (const bool writable : {false, true}) {
    auto newer = open_sqlite(path_, writable);
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().code, ErrorCode::config);
    EXPECT_NE(newer.error().message.find("newer Letterlock (facts version 99"), std::string::npos);
  }
}

// Asks everything; true where some answer said that the file is corrupt.
bool finds_damage(FactStore& store) {
  bool corrupt = false;
  const auto ask = [&](const auto& answer) {
    if (!answer) corrupt |= answer.error().code == ErrorCode::corrupt;
  };
  ask(store.counts());
  ask(store.mailboxes());
  ask(store.people(100));
  ask(store.pairs(100));
  for (const char* query : {"morning", "from:ada", "link:x.example", "in:ada", "has:link"}) {
    ask(store.search(*parse_query(query), 1000, 0, nullptr));
  }
  ask(store.scan({true, true, true, true, {}, {}}, [](const MessageRecord&) { return true; }));
  ask(store.scan_thread_keys([](const ThreadKey&) { return true; }));
  ask(store.digest());
  return corrupt;
}

TEST_F(StoreTest, DamageIsReportedAndNeverFatal) {
  {
    auto store = open();
    add(*store, batch_of(0, 600));
    SilentProgress progress;
    ASSERT_TRUE(store->end_load(progress));
    EXPECT_FALSE(finds_damage(*store));
  }
  std::string octets;
  {
    std::ifstream in(path_, std::ios::binary);
    octets.assign(std::istreambuf_iterator<char>(in), {});
  }
  int seen = 0;
  for (std::size_t page = 1; page < octets.size() / 8192; ++page) {
    std::string broken = octets;
    for (std::size_t i = 0; i < 8192; i += 3) broken[page * 8192 + i] ^= static_cast<char>(i + 85);
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << broken;
    auto store = open_sqlite(path_, false);
    if (!store) {
      EXPECT_EQ(store.error().code, ErrorCode::corrupt) << page;
      ++seen;
    } else if (finds_damage(**store)) {
      ++seen;
    }
  }
  // Some pages are free, or of tables that none of these questions reads.
  EXPECT_GT(seen, static_cast<int>(octets.size() / 8192 / 2));
  std::ofstream(path_, std::ios::binary | std::ios::trunc) << octets.substr(0, octets.size() / 2);
  auto half = open_sqlite(path_, false);
  EXPECT_TRUE(!half || finds_damage(**half));
}

TEST_F(StoreTest, AReaderCannotWrite) {
  open();
  auto reader = open(false);
  EXPECT_FALSE(reader->add(batch_of(0, 1)));
  EXPECT_FALSE(reader->begin_load());
  EXPECT_FALSE(reader->set_threads({}));
  EXPECT_EQ(reader->counts()->messages, 0u);
}

TEST_F(StoreTest, ReadersBesideTheWriterSeeWholeBatches) {
  constexpr int kBatches = 25, kSize = 40;
  auto writer = open();
  std::atomic<bool> done = false;
  std::thread thread([&] {
    auto reader = open_sqlite(path_, false);
    ASSERT_TRUE(reader) << reader.error().message;
    std::uint64_t before = 0;
    for (bool last = false; !last;) {
      last = done;
      std::uint64_t total = 0;
      ASSERT_TRUE((*reader)->search(*parse_query("morning from:ada"), 1, 0, &total));
      EXPECT_EQ(total % kSize, 0u);
      EXPECT_GE(total, before);
      before = total;
      const auto people = (*reader)->people(1);
      ASSERT_TRUE(people) << people.error().message;
      if (!people->empty()) {
        EXPECT_EQ(people->front().sent % kSize, 0u);
      }
    }
    EXPECT_EQ(before, std::uint64_t{kBatches} * kSize);
  });
  for (int i = 0; i < kBatches; ++i) {
    add(*writer, batch_of(i * kSize, kSize));
    SilentProgress progress;
    if (i % 7 == 6) {
      EXPECT_TRUE(writer->end_load(progress));
    }
  }
  done = true;
  thread.join();
}

TEST_F(StoreTest, AKilledWriterLosesNoBatchThatWasAcknowledged) {
  constexpr int kSize = 30;
  for (const int kill_after : {0, 1, 4, 9}) {
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path_.string() + suffix);
    int acknowledged[2];
    ASSERT_EQ(pipe(acknowledged), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto store = open_sqlite(path_, true);
      if (!store) _exit(1);
      for (int i = 0; i < 1000; ++i) {
        if (!(*store)->add(batch_of(i * kSize, kSize))) _exit(1);
        if (write(acknowledged[1], "+", 1) != 1) _exit(1);
      }
      _exit(0);
    }
    char sign = 0;
    for (int i = 0; i <= kill_after; ++i) ASSERT_EQ(read(acknowledged[0], &sign, 1), 1);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(acknowledged[0]);
    close(acknowledged[1]);
    auto store = open();
    const auto counts = store->counts();
    ASSERT_TRUE(counts) << counts.error().message;
    EXPECT_GE(counts->messages, static_cast<std::uint64_t>((kill_after + 1) * kSize));
    EXPECT_EQ(counts->messages % kSize, 0u);
    EXPECT_EQ(store->people(1)->front().sent, counts->messages);
    EXPECT_EQ(store->mailboxes()->front().owner_votes, counts->messages);
    EXPECT_EQ(search_ids(*store, "morning").size(), std::min<std::size_t>(counts->messages, 1000));
    EXPECT_EQ(*store->digest(), *store->running_digest());
  }
}

// As after a kill: what is not rolled up yet is known to whoever reads meanwhile.
TEST_F(StoreTest, AReaderOfAnUnfinishedLoadFindsMessagesWhileItScans) {
  auto writer = open();
  ASSERT_TRUE(writer->begin_load());
  FactBatch batch;
  for (int i = 0; i < 5; ++i) batch.messages.push_back(plain_message(i));
  ASSERT_TRUE(writer->add(batch));
  auto reader = open(false);
  int found = 0;
  ASSERT_TRUE(reader->scan_evidence(
      [&](MessageId id, const Sha256& hash, std::uint64_t, const EvidenceLocation&) {
        auto known = reader->find(hash);
        EXPECT_TRUE(known && *known == id);
        return ++found < 5;
      }));
  EXPECT_EQ(found, 5);
}

}  // namespace
}  // namespace letterlock::store::sqlite

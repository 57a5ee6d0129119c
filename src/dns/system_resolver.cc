#include "dns/system_resolver.h"

#include <poll.h>
#include <unbound.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "dns/rdata.h"

namespace letterlock::dns {
namespace {

// The root's keys of 2017 and 2024, https://data.iana.org/root-anchors/root-anchors.xml.
constexpr std::array<const char*, 2> kRootAnchors = {
    ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
    ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16"};
constexpr const char* kUsualAnchorFile = "/usr/share/dns/root.key";
constexpr int kClassIn = 1;
constexpr int kServfail = 2;
constexpr int kNxdomain = 3;
// How long the thread that collects answers sleeps at most; the end of a process waits for it.
constexpr int kPollMs = 50;

// What libunbound says in `result`, in our terms.
Answer answer_of(const ub_result& result, RecordType type, std::string name) {
  Answer answer;
  answer.canonical_name = std::move(name);
  if (result.canonname != nullptr) {
    if (auto canonical = canonical_name(result.canonname)) answer.canonical_name = *canonical;
  }
  answer.secure = result.secure != 0;
  answer.ttl = result.ttl > 0 ? static_cast<std::uint32_t>(result.ttl) : 0;
  if (result.bogus != 0) {
    answer.status = Status::bogus;
    answer.reason = result.why_bogus != nullptr ? result.why_bogus : "DNSSEC validation failed";
  } else if (result.nxdomain != 0 || result.rcode == kNxdomain) {
    answer.status = Status::nxdomain;
  } else if (result.rcode != 0) {
    answer.status = Status::servfail;
    answer.reason = result.rcode == kServfail ? "no server gave an answer"
                                              : "servers say RCODE " + std::to_string(result.rcode);
  } else {
    for (std::size_t i = 0; result.havedata != 0 && result.data[i] != nullptr; ++i) {
      if (answer.records.size() == kMostRecords) break;
      auto record = read_rdata(type, {result.data[i], static_cast<std::size_t>(result.len[i])});
      if (record) answer.records.push_back(*std::move(record));
    }
    answer.status = answer.records.empty() ? Status::no_data : Status::ok;
  }
  return answer;
}

}  // namespace

// One libunbound context, which resolves in a thread of its own, and one thread of ours that
// collects what it found. Those who ask wait for their entry in `waiting_`, or give up.
class SystemResolver::Engine {
 public:
  Engine() : context_(ub_ctx_create()) {}
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() {
    stop_ = true;
    if (collector_.joinable()) collector_.join();
    if (context_ != nullptr) ub_ctx_delete(context_);
  }

  Expected<int> start(const Options& options);
  Answer ask(std::string name, RecordType type);

 private:
  struct Waiting {
    RecordType type;
    std::string name;
    bool done = false;
    Answer answer;
  };

  bool may_ask(std::string_view name) const;
  static void arrived(void* ticket, int error, ub_result* result);
  void collect();
  int set(const char* option, const std::string& value) {
    return ub_ctx_set_option(context_, option, value.c_str());
  }
  int configure(const Options& options);
  int choose_servers(const Options& options);
  int trust(const Options& options);
  int add_local(const Options& options);

  // What libunbound hands back with an answer: the number of a question that may be gone by then.
  struct Ticket {
    Engine* engine;
    std::uint64_t number;
  };

  ub_ctx* context_;
  std::chrono::milliseconds timeout_{0};
  bool only_local_ = false;
  std::vector<std::string> local_;
  std::atomic<bool> stop_ = false;
  std::thread collector_;
  std::mutex mutex_;  // guards the following
  std::condition_variable changed_;
  std::uint64_t next_ = 0;
  std::unordered_map<std::uint64_t, Waiting> waiting_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Ticket>> tickets_;
};

int SystemResolver::Engine::configure(const Options& options) {
  const std::string cache = std::to_string(options.cache_megabytes / 2 + 1) + "m";
  const std::array<std::pair<const char*, std::string>, 6> settings = {{
      {"msg-cache-size:", cache},
      {"rrset-cache-size:", cache},
      {"key-cache-size:", "1m"},
      {"neg-cache-size:", "1m"},
      {"cache-max-ttl:", "86400"},
      // A resolver on this machine may well be what resolv.conf names.
      {"do-not-query-localhost:", "no"},
  }};
  for (const auto& [option, value] : settings) {
    if (const int error = set(option, value)) return error;
  }
  return ub_ctx_async(context_, 1);
}

int SystemResolver::Engine::choose_servers(const Options& options) {
  for (const std::string& server : options.servers) {
    if (const int error = ub_ctx_set_fwd(context_, server.c_str())) return error;
  }
  if (!options.servers.empty() || options.only_local) return 0;
  if (!std::filesystem::exists(options.resolv_conf)) return 0;
  return ub_ctx_resolvconf(context_, options.resolv_conf.c_str());
}

int SystemResolver::Engine::trust(const Options& options) {
  for (const std::string& anchor : options.trust_anchors) {
    if (const int error = ub_ctx_add_ta(context_, anchor.c_str())) return error;
  }
  if (!options.trust_anchors.empty()) return 0;
  if (std::filesystem::exists(kUsualAnchorFile))
    return ub_ctx_add_ta_file(context_, kUsualAnchorFile);
  for (const char* anchor : kRootAnchors) {
    if (const int error = ub_ctx_add_ta(context_, anchor)) return error;
  }
  return 0;
}

int SystemResolver::Engine::add_local(const Options& options) {
  only_local_ = options.only_local;
  for (const auto& local : options.local) {
    local_.push_back(canonical_name(local.zone).value_or(""));
    if (const int error = ub_ctx_zone_add(context_, local.zone.c_str(), "static")) return error;
    for (const std::string& record : local.records) {
      if (const int error = ub_ctx_data_add(context_, record.c_str())) return error;
    }
  }
  return 0;
}

Expected<int> SystemResolver::Engine::start(const Options& options) {
  if (context_ == nullptr) return fail(ErrorCode::io, "libunbound does not start");
  ub_ctx_debugout(context_, nullptr);  // it writes to standard error otherwise
  timeout_ = std::chrono::milliseconds(options.timeout_ms);
  struct Step {
    const char* what;
    int (Engine::*run)(const Options&);
  };
  constexpr std::array<Step, 4> kSteps = {{{"settings", &Engine::configure},
                                           {"servers to ask", &Engine::choose_servers},
                                           {"trust anchor", &Engine::trust},
                                           {"local records", &Engine::add_local}}};
  for (const Step& step : kSteps) {
    if (const int error = (this->*step.run)(options)) {
      return fail(ErrorCode::config, "DNS: {}: {}", step.what, ub_strerror(error));
    }
  }
  collector_ = std::thread([this] { collect(); });
  return 0;
}

void SystemResolver::Engine::collect() {
  pollfd waiting{ub_fd(context_), POLLIN, 0};
  while (!stop_) {
    if (poll(&waiting, 1, kPollMs) > 0) ub_process(context_);
  }
}

void SystemResolver::Engine::arrived(void* ticket, int error, ub_result* result) {
  const Ticket& mine = *static_cast<Ticket*>(ticket);
  Engine& engine = *mine.engine;
  const std::scoped_lock lock(engine.mutex_);
  if (const auto found = engine.waiting_.find(mine.number); found != engine.waiting_.end()) {
    Waiting& waiting = found->second;
    waiting.done = true;
    if (error == 0 && result != nullptr) {
      waiting.answer = answer_of(*result, waiting.type, waiting.name);
    } else {
      waiting.answer.status = Status::servfail;
      waiting.answer.canonical_name = waiting.name;
      waiting.answer.reason = ub_strerror(error);
    }
    engine.changed_.notify_all();
  }
  if (result != nullptr) ub_resolve_free(result);
  engine.tickets_.erase(mine.number);
}

bool SystemResolver::Engine::may_ask(std::string_view name) const {
  if (!only_local_) return true;
  return std::any_of(local_.begin(), local_.end(),
                     [name](std::string_view zone) { return is_in_domain(name, zone); });
}

Answer SystemResolver::Engine::ask(std::string name, RecordType type) {
  if (!may_ask(name)) {
    Answer refused;
    refused.status = Status::not_asked;
    refused.reason = "not one of the local zones";
    refused.canonical_name = std::move(name);
    return refused;
  }
  std::unique_lock lock(mutex_);
  const std::uint64_t number = next_++;
  const auto& ticket = tickets_[number] = std::make_unique<Ticket>(Ticket{this, number});
  Ticket* const handed = ticket.get();
  waiting_.emplace(number, Waiting{type, name, false, {}});
  lock.unlock();  // libunbound may call arrived() from within
  int id = 0;
  const int error = ub_resolve_async(context_, escaped_name(name).c_str(), static_cast<int>(type),
                                     kClassIn, handed, &Engine::arrived, &id);
  lock.lock();
  Waiting& mine = waiting_.at(number);
  Answer answer;
  if (error != 0) {
    answer.status = Status::servfail;
    answer.reason = ub_strerror(error);
    tickets_.erase(number);
  } else if (changed_.wait_for(lock, timeout_, [&mine] { return mine.done; })) {
    answer = std::move(mine.answer);
  } else {
    answer.status = Status::timeout;
    answer.reason = "no answer within " + std::to_string(timeout_.count()) + " ms";
    lock.unlock();
    // Once cancelled, arrived() is not called any more, unless it runs already.
    const bool cancelled = ub_cancel(context_, id) == 0;
    lock.lock();
    if (cancelled) tickets_.erase(number);
  }
  waiting_.erase(number);
  if (answer.canonical_name.empty()) answer.canonical_name = std::move(name);
  return answer;
}

SystemResolver::SystemResolver(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
SystemResolver::~SystemResolver() = default;

Expected<std::unique_ptr<SystemResolver>> SystemResolver::open(Options options) {
  auto engine = std::make_unique<Engine>();
  if (auto started = engine->start(options); !started) return fail(std::move(started));
  return std::unique_ptr<SystemResolver>(new SystemResolver(std::move(engine)));
}

Answer SystemResolver::look_up(std::string_view name, RecordType type) {
  auto canonical = canonical_name(name);
  if (canonical) return engine_->ask(*std::move(canonical), type);
  Answer answer;
  answer.status = Status::bad_name;
  answer.reason = "no domain name";
  return answer;
}

}  // namespace letterlock::dns

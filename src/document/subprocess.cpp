// SPDX-License-Identifier: Apache-2.0
#include "subprocess.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <utility>

namespace plumb::document {
namespace {

constexpr int kFileInChild = 3;
constexpr int kStatusInChild = 4;
constexpr std::size_t kMessagesMax = 64 * 1024;

class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset();
    value_ = std::exchange(other.value_, -1);
    return *this;
  }
  ~Descriptor() { reset(); }
  void reset() {
    if (value_ >= 0) ::close(value_);
    value_ = -1;
  }
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool valid() const { return value_ >= 0; }

private:
  int value_ = -1;
};

struct Pipe {
  Descriptor reader;
  Descriptor writer;
};

std::optional<Pipe> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  // Numbers below 8 would collide with those the child gives out.
  const auto raise = [](int descriptor) {
    const int raised = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 8);
    ::close(descriptor);
    return Descriptor(raised);
  };
  Pipe pipe{raise(ends[0]), raise(ends[1])};
  if (!pipe.reader.valid() || !pipe.writer.valid()) return std::nullopt;
  return pipe;
}

/// Anonymous memory that looks like a file: nothing to clean up, nobody else can open it.
Descriptor file_of(std::string_view bytes) {
  const int created = ::memfd_create("document", MFD_CLOEXEC);
  if (created < 0) return {};
  Descriptor file(::fcntl(created, F_DUPFD_CLOEXEC, 8));
  ::close(created);
  while (file.valid() && !bytes.empty()) {
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return {};
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.valid() && ::lseek(file.get(), 0, SEEK_SET) != 0) return {};
  return file;
}

/// Only calls that are safe between fork and exec in a program with threads.
[[noreturn]] void become(const std::vector<char*>& arguments, const std::vector<char*>& environment,
                         int file, int output, int messages, int status,
                         const ProcessLimits& limits) {
  const auto limit = [](auto resource, std::uint64_t value) {
    const rlimit both = {value, value};
    ::setrlimit(resource, &both);
  };
  const int nothing = ::open("/dev/null", O_RDONLY);
  const bool ready = nothing >= 0 && ::dup2(nothing, 0) == 0 && ::dup2(output, 1) == 1 &&
                     ::dup2(messages, 2) == 2 && ::dup2(file, kFileInChild) == kFileInChild &&
                     ::dup2(status, kStatusInChild) == kStatusInChild &&
                     ::fcntl(kStatusInChild, F_SETFD, FD_CLOEXEC) == 0;
  if (ready) {
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_AS, limits.memory_bytes);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    ::execvpe(arguments[0], arguments.data(), environment.data());
  }
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(kStatusInChild, &reason, sizeof reason);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (auto& string : strings)
    out.push_back(string.data());
  out.push_back(nullptr);
  return out;
}

/// Reads what is there; false at the end of the stream.
bool drain(int descriptor, std::string& out, std::size_t most) {
  std::array<char, 64 * 1024> buffer;
  const auto got = ::read(descriptor, buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  if (out.size() < most) out.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

class Child {
public:
  explicit Child(pid_t process) : process_(process) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill();
    wait();
  }
  void kill() const {
    if (process_ > 0) ::kill(process_, SIGKILL);
  }
  int wait() {
    if (process_ <= 0) return status_;
    while (::waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return status_;
  }

private:
  pid_t process_;
  int status_ = 0;
};

/// Collects both streams until they end. Exited where nothing had to be stopped.
ProcessEnd collect(const Pipe& output, const Pipe& messages, const ProcessLimits& limits,
                   ProcessResult& result) {
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(limits.wall_seconds);
  bool output_open = true;
  bool messages_open = true;
  while (output_open || messages_open) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return ProcessEnd::TimeOut;
    std::array<pollfd, 2> waits = {{{output_open ? output.reader.get() : -1, POLLIN, 0},
                                    {messages_open ? messages.reader.get() : -1, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(),
               static_cast<int>(std::min<std::int64_t>(left.count(), 1000))) < 0 &&
        errno != EINTR)
      return ProcessEnd::Crashed;
    if (waits[0].revents != 0)
      output_open = drain(output.reader.get(), result.output, limits.output_bytes + 1);
    if (waits[1].revents != 0)
      messages_open = drain(messages.reader.get(), result.messages, kMessagesMax);
    if (result.output.size() > limits.output_bytes) return ProcessEnd::OutputTooLarge;
  }
  return ProcessEnd::Exited;
}

} // namespace

base::Result<ProcessResult> run_on_file(std::vector<std::string> command,
                                        std::string_view file_bytes,
                                        std::vector<std::string> last_arguments,
                                        const ProcessLimits& limits) {
  const auto unavailable = [] {
    return base::fail(base::ErrorKind::Unavailable, "document.unavailable");
  };
  const auto file = file_of(file_bytes);
  auto output = open_pipe();
  auto messages = open_pipe();
  auto status = open_pipe();
  if (!file.valid() || !output || !messages || !status) return unavailable();
  command.push_back("/proc/self/fd/" + std::to_string(kFileInChild));
  std::move(last_arguments.begin(), last_arguments.end(), std::back_inserter(command));
  const char* path = std::getenv("PATH");
  std::vector<std::string> environment = {
      std::string("PATH=") + (path != nullptr ? path : "/usr/bin:/bin"), "LC_ALL=C.UTF-8"};
  const auto arguments = pointers(command);
  const auto variables = pointers(environment);
  const pid_t process = ::fork();
  if (process < 0) return unavailable();
  if (process == 0)
    become(arguments, variables, file.get(), output->writer.get(), messages->writer.get(),
           status->writer.get(), limits);
  Child child(process);
  output->writer.reset();
  messages->writer.reset();
  status->writer.reset();
  ProcessResult result;
  int reason = 0;
  // The status pipe closes unread when exec succeeds.
  if (::read(status->reader.get(), &reason, sizeof reason) == sizeof reason) {
    if (reason != ENOENT && reason != EACCES) return unavailable();
    result.end = ProcessEnd::ToolMissing;
    return result;
  }
  result.end = collect(*output, *messages, limits, result);
  if (result.end != ProcessEnd::Exited) child.kill();
  const int ended = child.wait();
  if (result.end != ProcessEnd::Exited) return result;
  if (WIFSIGNALED(ended)) {
    const int signal = WTERMSIG(ended);
    result.end = signal == SIGXCPU || signal == SIGKILL ? ProcessEnd::TimeOut : ProcessEnd::Crashed;
  }
  if (WIFEXITED(ended)) result.exit_code = WEXITSTATUS(ended);
  return result;
}

} // namespace plumb::document

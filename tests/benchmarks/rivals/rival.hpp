// What every rival shares: reading the inputs that Verifiable.Benchmarks wrote, comparing results with ours before any
// time is taken, and printing one line of JSON.
#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

class Input {
 public:
  explicit Input(const char* path) : file_(path, std::ios::binary) {
    if (!file_) fail(std::string("cannot read ") + path);
  }

  std::vector<std::int64_t> sizes(std::size_t count) { return read<std::int64_t>(count); }
  std::vector<double> doubles(std::size_t count) { return read<double>(count); }
  std::vector<std::int32_t> integers(std::size_t count) { return read<std::int32_t>(count); }

  [[noreturn]] static void fail(const std::string& reason) {
    std::fprintf(stderr, "%s\n", reason.c_str());
    std::exit(1);
  }

 private:
  template <typename Number>
  std::vector<Number> read(std::size_t count) {
    std::vector<Number> numbers(count);
    file_.read(reinterpret_cast<char*>(numbers.data()), static_cast<std::streamsize>(count * sizeof(Number)));
    if (!file_) fail("the input ends early");
    return numbers;
  }

  std::ifstream file_;
};

// The 512 options and 36 columns of tests/benchmarks/Inputs/CellInputs.cs, and the kernel's cells.
struct Cells {
  std::size_t rows, columns;
  std::vector<double> factors, logFactors, strikeRatios, logMoneyness, areCalls, totals, reciprocals, expected;
  std::vector<double> coefficients;
  std::vector<double> values;

  explicit Cells(const char* path) {
    Input input(path);
    const auto sizes = input.sizes(3);
    rows = sizes[0];
    columns = sizes[1];
    factors = input.doubles(columns);
    logFactors = input.doubles(columns);
    strikeRatios = input.doubles(rows);
    logMoneyness = input.doubles(rows);
    areCalls = input.doubles(rows);
    totals = input.doubles(rows * columns);
    reciprocals = input.doubles(rows * columns);
    expected = input.doubles(rows * columns);
    coefficients = input.doubles(sizes[2]);
    values.resize(rows * columns);
  }
};

inline double largestDifference(const std::vector<double>& actual, const std::vector<double>& expected) {
  double largest = 0;
  for (std::size_t at = 0; at < actual.size(); ++at) {
    const double difference = std::abs(actual[at] - expected[at]);
    // Written so that a number that is none counts as a difference too.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

// Runs the work once and holds it against ours; then times batches of about 20 ms for as long as wanted.
template <typename Work>
void compareAndTime(
    Work work, const std::vector<double>& actual, const std::vector<double>& expected, double tolerance,
    double operations, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto elapsed = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  work();
  const double difference = largestDifference(actual, expected);
  if (!(difference <= tolerance)) {
    std::fprintf(stderr, "differs from the kernel by %g, allowed %g\n", difference, tolerance);
    std::exit(1);
  }

  const auto first = Clock::now();
  work();
  const int repetitions = std::max(1, static_cast<int>(0.02 / std::max(elapsed(first), 1e-9)));
  std::vector<double> batches;
  const auto start = Clock::now();
  do {
    const auto batch = Clock::now();
    for (int repetition = 0; repetition < repetitions; ++repetition) work();
    batches.push_back(elapsed(batch) / repetitions);
  } while (elapsed(start) < seconds || batches.size() < 3);
  std::nth_element(batches.begin(), batches.begin() + batches.size() / 2, batches.end());
  std::printf(
      "{\"nanoseconds\": %.9g, \"difference\": %.3g, \"tolerance\": %.3g}\n",
      batches[batches.size() / 2] * 1e9 / operations, difference, tolerance);
}

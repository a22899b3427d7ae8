// The multiply-adds of many accounts in binary64: accounts plain|wide|exact INPUT SECONDS
//   plain  the loop as one writes it; g++ -O3 -march=native -ffast-math makes what vectors it can
//   wide   the same by hand in AVX-512: five accumulators of eight scenarios stay in registers
//   exact  the engine's own sums of floors, by hand too: what exactness costs whoever computes it
#include <immintrin.h>

#include <cstring>

#include "rival.hpp"

namespace {

struct Accounts {
  std::size_t count, positions, scenarios, width;
  std::vector<double> cells, notionals, expected, worst;
  std::vector<std::int32_t> rows;

  explicit Accounts(const char* path) {
    Input input(path);
    const auto sizes = input.sizes(5);
    count = sizes[0];
    positions = sizes[1];
    scenarios = sizes[3];
    width = sizes[4];
    cells = input.doubles(sizes[2] * width);
    notionals = input.doubles(count * positions);
    expected = input.doubles(count);
    rows = input.integers(count * positions);
    worst.resize(count);
  }
};

void plain(Accounts& accounts) {
  std::vector<double> totals(accounts.scenarios);
  for (std::size_t account = 0; account < accounts.count; ++account) {
    std::fill(totals.begin(), totals.end(), 0.0);
    for (std::size_t at = account * accounts.positions; at < (account + 1) * accounts.positions; ++at) {
      const double notional = accounts.notionals[at];
      const double* const cells = accounts.cells.data() + accounts.rows[at] * accounts.width;
      double* const sums = totals.data();
      for (std::size_t scenario = 0; scenario < accounts.scenarios; ++scenario) {
        sums[scenario] += notional * cells[scenario];
      }
    }
    accounts.worst[account] = *std::min_element(totals.begin(), totals.end());
  }
}

void wide(Accounts& accounts) {
  for (std::size_t account = 0; account < accounts.count; ++account) {
    __m512d sums[5] = {};
    for (std::size_t at = account * accounts.positions; at < (account + 1) * accounts.positions; ++at) {
      const __m512d notional = _mm512_set1_pd(accounts.notionals[at]);
      const double* const cells = accounts.cells.data() + accounts.rows[at] * accounts.width;
      for (int block = 0; block < 5; ++block) {
        sums[block] = _mm512_fmadd_pd(notional, _mm512_loadu_pd(cells + block * 8), sums[block]);
      }
    }
    const __m512d low = _mm512_min_pd(_mm512_min_pd(sums[0], sums[1]), _mm512_min_pd(sums[2], sums[3]));
    accounts.worst[account] = _mm512_reduce_min_pd(_mm512_min_pd(low, sums[4]));
  }
}

// Every product is added to M = 1.5 * 2^52 rounded down, so a sum is one of whole units. Rounding other than the
// processor's mode takes no operand from memory: cell and notional are loads of their own, which `wide` does not need.
void exact(Accounts& accounts) {
  constexpr int down = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;
  const __m512d grid = _mm512_set1_pd(0x1.8p52);
  for (std::size_t account = 0; account < accounts.count; ++account) {
    __m512d sums[5] = {grid, grid, grid, grid, grid};
    for (std::size_t at = account * accounts.positions; at < (account + 1) * accounts.positions; ++at) {
      const __m512d notional = _mm512_set1_pd(accounts.notionals[at]);
      const double* const cells = accounts.cells.data() + accounts.rows[at] * accounts.width;
      for (int block = 0; block < 5; ++block) {
        sums[block] = _mm512_fmadd_round_pd(notional, _mm512_loadu_pd(cells + block * 8), sums[block], down);
      }
    }
    const __m512d low = _mm512_min_pd(_mm512_min_pd(sums[0], sums[1]), _mm512_min_pd(sums[2], sums[3]));
    accounts.worst[account] = _mm512_reduce_min_pd(_mm512_min_pd(low, sums[4])) - 0x1.8p52;
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) Input::fail("usage: accounts plain|wide|exact INPUT SECONDS");
  Accounts accounts(arguments[2]);
  if (accounts.width != 40) Input::fail("written for rows of 40 columns");
  const double operations = static_cast<double>(accounts.count) * accounts.positions * accounts.scenarios;
  const bool isExact = std::strcmp(arguments[1], "exact") == 0;
  const auto work = isExact ? exact : std::strcmp(arguments[1], "plain") == 0 ? plain : wide;
  // The engine floors each of 20 products to a unit, 1e-6 of a dollar; doubles are off by their last places.
  const double tolerance = isExact ? 0 : 21;
  compareAndTime(
      [&] { work(accounts); }, accounts.worst, accounts.expected, tolerance, operations, std::atof(arguments[3]));
}

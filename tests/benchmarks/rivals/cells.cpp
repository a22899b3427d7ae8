// The structured work of the risk array in binary64: logarithms, volatilities and their inverses are given, as they are
// to our lanes. cells erf|polynomial INPUT SECONDS
//   erf         plain loops over libm's erf; with -O3 -march=native -ffast-math g++ calls libmvec, eight numbers a call
//   polynomial  our own segments and coefficients in AVX-512, nothing floored: what exactness is compared with
#include <immintrin.h>

#include <cstring>

#include "rival.hpp"

namespace {

void byErf(Cells& cells) {
  const std::size_t columns = cells.columns;
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const double strikeRatio = cells.strikeRatios[row], moneyness = cells.logMoneyness[row];
    const double* const factors = cells.factors.data();
    const double* const logFactors = cells.logFactors.data();
    const double* const totals = cells.totals.data() + row * columns;
    const double* const reciprocals = cells.reciprocals.data() + row * columns;
    double* const values = cells.values.data() + row * columns;
    const double put = cells.areCalls[row] != 0 ? 0 : 1;
#pragma GCC ivdep
    for (std::size_t column = 0; column < columns; ++column) {
      const double d1 = (moneyness + logFactors[column]) * reciprocals[column] + totals[column] * 0.5;
      const double d2 = d1 - totals[column];
      const double factor = factors[column];
      const double intrinsic = std::max(factor - strikeRatio, 0.0);
      const double call = 0.5 * (factor - strikeRatio) + 0.5 * factor * std::erf(d1 * M_SQRT1_2) -
                          0.5 * strikeRatio * std::erf(d2 * M_SQRT1_2);
      values[column] = std::max(call, intrinsic) - put * (factor - strikeRatio);
    }
  }
}

// Coefficients by power, then by segment, so that one look-up of sixteen is one instruction.
std::vector<double> byPower(const Cells& cells) {
  const std::size_t width = cells.coefficients.size() / 16;
  std::vector<double> laid(cells.coefficients.size());
  for (std::size_t segment = 0; segment < 16; ++segment) {
    for (std::size_t power = 0; power < width; ++power) {
      laid[power * 16 + segment] = cells.coefficients[segment * width + power];
    }
  }
  return laid;
}

struct Argument {
  __m512i segment;
  __m512d rest;
};

inline Argument argumentOf(__m512d deviation) {
  const __m512d magnitude = _mm512_min_pd(_mm512_abs_pd(deviation), _mm512_set1_pd(8 - 0x1p-46));
  const __m512d grid = _mm512_set1_pd(0x1.8p51);
  const __m512d onGrid = _mm512_add_round_pd(magnitude, grid, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
  // Steps with a rounding of their own, since -ffast-math would find that grid cancels out.
  return {_mm512_castpd_si512(onGrid), _mm512_sub_round_pd(
      magnitude, _mm512_sub_round_pd(onGrid, grid, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC),
      _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}

inline __m512d coefficient(const double* table, std::size_t power, __m512i segment) {
  return _mm512_permutex2var_pd(
      _mm512_loadu_pd(table + power * 16), segment, _mm512_loadu_pd(table + power * 16 + 8));
}

inline __m512d signedAs(__m512d number, __m512d magnitude) {
  return _mm512_xor_pd(magnitude, _mm512_and_pd(number, _mm512_set1_pd(-0.0)));
}

void byPolynomial(Cells& cells, const std::vector<double>& table) {
  const std::size_t columns = cells.columns, highest = table.size() / 16 - 1;
  const __m512d half = _mm512_set1_pd(0.5);
  for (std::size_t row = 0; row < cells.rows; ++row) {
    const __m512d strikeRatio = _mm512_set1_pd(cells.strikeRatios[row]);
    const __m512d moneyness = _mm512_set1_pd(cells.logMoneyness[row]);
    for (std::size_t block = 0; block < columns; block += 8) {
      const std::size_t column = std::min(block, columns - 8), at = row * columns + column;
      const __m512d total = _mm512_loadu_pd(cells.totals.data() + at);
      const __m512d shocked = _mm512_add_pd(moneyness, _mm512_loadu_pd(cells.logFactors.data() + column));
      const __m512d d1 = _mm512_fmadd_pd(
          shocked, _mm512_loadu_pd(cells.reciprocals.data() + at), _mm512_mul_pd(total, half));
      const __m512d d2 = _mm512_sub_pd(d1, total);
      const Argument first = argumentOf(d1), second = argumentOf(d2);
      __m512d sum1 = coefficient(table.data(), highest, first.segment);
      __m512d sum2 = coefficient(table.data(), highest, second.segment);
      for (std::size_t power = highest; power-- > 0;) {
        sum1 = _mm512_fmadd_pd(sum1, first.rest, coefficient(table.data(), power, first.segment));
        sum2 = _mm512_fmadd_pd(sum2, second.rest, coefficient(table.data(), power, second.segment));
      }
      const __m512d factor = _mm512_loadu_pd(cells.factors.data() + column);
      const __m512d call = _mm512_sub_pd(
          _mm512_mul_pd(factor, _mm512_add_pd(half, signedAs(d1, sum1))),
          _mm512_mul_pd(strikeRatio, _mm512_add_pd(half, signedAs(d2, sum2))));
      const __m512d forward = _mm512_sub_pd(factor, strikeRatio);
      const __m512d value = _mm512_max_pd(call, _mm512_max_pd(forward, _mm512_setzero_pd()));
      _mm512_storeu_pd(
          cells.values.data() + at, cells.areCalls[row] != 0 ? value : _mm512_sub_pd(value, forward));
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) Input::fail("usage: cells erf|polynomial INPUT SECONDS");
  Cells cells(arguments[2]);
  const double operations = static_cast<double>(cells.values.size()), seconds = std::atof(arguments[3]);
  // The kernel floors to 2^-40, 9.1e-13; no volatility here is so small that it would count as none.
  const double tolerance = 1e-11;
  if (std::strcmp(arguments[1], "erf") == 0) {
    compareAndTime([&] { byErf(cells); }, cells.values, cells.expected, tolerance, operations, seconds);
  } else {
    const auto table = byPower(cells);
    compareAndTime([&] { byPolynomial(cells, table); }, cells.values, cells.expected, tolerance, operations, seconds);
  }
}

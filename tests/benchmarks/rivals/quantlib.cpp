// QuantLib's blackFormula, one call a cell, as a pricing library is used: quantlib INPUT SECONDS
#include <ql/pricingengines/blackformula.hpp>

#include "rival.hpp"

int main(int count, char** arguments) {
  if (count != 3) Input::fail("usage: quantlib INPUT SECONDS");
  Cells cells(arguments[1]);
  const auto work = [&] {
    for (std::size_t row = 0; row < cells.rows; ++row) {
      const auto type = cells.areCalls[row] != 0 ? QuantLib::Option::Call : QuantLib::Option::Put;
      for (std::size_t column = 0; column < cells.columns; ++column) {
        const std::size_t at = row * cells.columns + column;
        cells.values[at] =
            QuantLib::blackFormula(type, cells.strikeRatios[row], cells.factors[column], cells.totals[at]);
      }
    }
  };
  compareAndTime(
      work, cells.values, cells.expected, 1e-11, static_cast<double>(cells.values.size()), std::atof(arguments[2]));
}

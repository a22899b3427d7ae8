#!/usr/bin/python3
"""Prints the worked example of engine/README.md: one position through every floor to its margin, from arbitrary
precision alone.

    /usr/bin/python3 scripts/generate-worked-example.py [--check]

--check prints nothing and exits 1 when engine/README.md does not hold these lines. Needs python3-mpmath. Nothing of the
engine is used: logarithm, root, exponential and distribution are mpmath's, rounded as the formulas of the README say.
"""

import pathlib
import sys

import mpmath

mpmath.mp.dps = 60
README = pathlib.Path(__file__).resolve().parent.parent / "engine" / "README.md"

Q40, Q46 = 1 << 40, 1 << 46
SPOT, FORWARD, STRIKE, QUANTITY = 222_220_000_000, 224_513_000_000, 240_000_000_000, -250_000_000
SIGMA, RATE, SECONDS = 512_300_000_000, 30_000_000_000, 1_500_000
CASH = 1_500_000_000
YEAR, THIRTY_DAYS = 31_536_000, 2_592_000


def ceil_div(dividend, divisor):
    return -(-dividend // divisor)


def scaled(raw, one):
    """A parameter of 12 places at another scale, floored."""
    return raw * one // 10**12


def floor_of(number, one):
    return int(mpmath.floor(number * one))


def phi(number):
    return (1 + mpmath.erf(number / mpmath.sqrt(2))) / 2


def call(factor, ratio46, log46, total46):
    """floor(floor46(fac Phi(d1)) - floor46(k Phi(d2))) in Q40, at least the intrinsic value."""
    reciprocal = (1 << 84) // total46
    d1 = (log46 * reciprocal >> 38) + (total46 >> 1)
    d2 = d1 - total46
    first = floor_of(mpmath.mpf(factor) / Q40 * phi(mpmath.mpf(d1) / Q46), Q46)
    second = floor_of(mpmath.mpf(ratio46) / Q46 * phi(mpmath.mpf(d2) / Q46), Q46)
    return max(first - second >> 6, factor - ceil_div(ratio46, 64), 0)


def main():
    rows = []

    def row(name, formula, number, scale):
        rows.append(f"| {name} | {formula} | {number} | {scale} |")
        return number

    notional = row("notional", "floor(F q / 10^10)", FORWARD * QUANTITY // 10**10, "USD 1e-6")
    root = row("root of time", "floor sqrt(t / year)", floor_of(mpmath.sqrt(mpmath.mpf(SECONDS) / YEAR), Q46), "Q46")
    years = row("time", "floor(t / year)", SECONDS * Q46 // YEAR, "Q46")
    sigma = row("volatility", "floor(sigma)", scaled(SIGMA, Q46), "Q46")
    ratio = row("strike ratio k", "ceil(K / F)", ceil_div(STRIKE * Q46, FORWARD), "Q46")
    logs = [floor_of(mpmath.log(price), Q46) for price in (FORWARD, STRIKE)]
    moneyness = row("x today", "floor ln F - floor ln K", logs[0] - logs[1], "Q46")
    rate = scaled(RATE, Q46)
    discount = row("discount D", "exp(-r t)", floor_of(mpmath.exp(-mpmath.mpf(rate) * years / Q46 / Q46), Q40), "Q40")

    total = row("v today", "floor(sigma sqrt(t))", sigma * root >> 46, "Q46")
    cell = row("cell today", "call of fac = 1", call(Q40, ratio, moneyness, total), "Q40")
    value = row("value today", "floor(notional cell)", notional * cell >> 40, "USD 1e-6")
    base = row("base", "floor(value D)", value * discount >> 40, "USD 1e-6")

    up, power = scaled(500_000_000_000, Q40), scaled(300_000_000_000, Q46)
    scale_exact = mpmath.power(mpmath.mpf(THIRTY_DAYS) / SECONDS, mpmath.mpf(power) / Q46)
    scale = row("term scale", "(30 d / t)^0.3", floor_of(scale_exact, Q40), "Q40")
    shift = row("range", "floor(0.5 scale)", up * scale >> 40, "Q40")
    shocked = row("volatility up", "max(0.45, floor(sigma (1 + range)))", sigma * (Q40 + shift) >> 40, "Q46")
    factor = row("factor", "1 + 3", 4 * Q40, "Q40")
    log_factor = floor_of(mpmath.log(factor), Q46) - floor_of(mpmath.log(Q40), Q46)
    moved = row("x moved", "x + floor ln(fac 2^40) - floor ln 2^40", moneyness + log_factor, "Q46")
    total_up = row("v up", "floor(volatility sqrt(t))", shocked * root >> 46, "Q46")
    cell_up = row("cell", "call of fac = 4", call(factor, ratio, moved, total_up), "Q40")
    value_up = row("value", "floor(notional cell)", notional * cell_up >> 40, "USD 1e-6")
    discounted = row("discounted", "floor(value D)", value_up * discount >> 40, "USD 1e-6")
    growth = mpmath.exp((mpmath.mpf(rate) + scaled(100_000_000_000, Q46)) * years / Q46 / Q46)
    side_exact = min(mpmath.mpf(Q40) / discount, mpmath.mpf(scaled(1_020_000_000_000, Q40)) / Q40 * growth)
    side = row("side", "min(1 / D, 1.02 exp(t (r + 0.1)))", floor_of(side_exact, Q40), "Q40")
    owed = row("owed", "floor(discounted side)", discounted * side >> 40, "USD 1e-6")
    dampening = row("dampening", "floor(0.046)", scaled(46_000_000_000, Q40), "Q40")
    profit = row("tail:+3.00", "floor((owed - base) dampening)", (owed - base) * dampening >> 40, "USD 1e-6")

    size = row("size", "ceil(spot 2.5)", ceil_div(SPOT * -QUANTITY, 10**10), "USD 1e-6")
    loss = -profit
    scan = (row("scan, initial", "ceil(1.25 loss)", ceil_div(loss * scaled(1_250_000_000_000, Q40), Q40), "USD 1e-6"),
            row("scan, maintenance", "ceil(1 loss)", loss, "USD 1e-6"))
    maintained = ceil_div(size * scaled(3_000_000_000, Q40), Q40)
    naked = (row("short option, initial", "ceil(0.002 size) + ceil(0.003 size)",
                 ceil_div(size * scaled(2_000_000_000, Q40), Q40) + maintained, "USD 1e-6"),
             row("short option, maintenance", "ceil(0.003 size)", maintained, "USD 1e-6"))
    row("**equity**", "cash + base", CASH + base, "USD 1e-6")
    row("**initial margin**", "scan + short option", scan[0] + naked[0], "USD 1e-6")
    row("**maintenance margin**", "scan + short option", scan[1] + naked[1], "USD 1e-6")

    lines = "\n".join(rows)
    if "--check" not in sys.argv[1:]:
        print(lines)
    elif lines not in README.read_text(encoding="utf8"):
        sys.exit(f"{README} differs")


if __name__ == "__main__":
    main()

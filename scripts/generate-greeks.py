#!/usr/bin/python3
"""Writes the reference vectors of the Greeks: Black-76 and its derivatives by arbitrary-precision arithmetic.

    /usr/bin/python3 scripts/generate-greeks.py [OUT]

OUT receives the file; without it, tests/vectors/greeks. Needs mpmath (Debian: python3-mpmath). tests/vectors/README.md
has more about the file. The value is Black's formula; its derivatives are central differences of that value at 200 bits
and a relative step of 2^-50, so that no formula of a Greek is repeated here, neither of a linear option nor of one that is
settled in the coin, whose value is the linear one over the forward.
"""

import pathlib
import sys

import mpmath as mp

from split_mix import Seeded

mp.mp.prec = 200
SEED = 20261124
GUARD_BITS = 16
SECONDS_PER_YEAR = 31_536_000
DAY = mp.mpf(86_400) / SECONDS_PER_YEAR
LEAST_VOLATILITY = mp.mpf(2) ** -14
ONE = 10**12
NAMES = ["delta", "gamma", "cashDelta", "cashGamma", "vega", "theta", "rho"]


def black(is_call, forward, strike, sigma, years, rate):
    """The discounted value; a rate below zero does not discount."""
    discount = mp.exp(-max(mp.mpf(0), rate) * years)
    total = sigma * mp.sqrt(years)
    if total <= LEAST_VOLATILITY:
        return discount * max(forward - strike if is_call else strike - forward, mp.mpf(0))
    d1 = mp.log(forward / strike) / total + total / 2
    sign = 1 if is_call else -1
    return discount * sign * (forward * mp.ncdf(sign * d1) - strike * mp.ncdf(sign * (d1 - total)))


def greeks(is_call, is_coin, forward, strike, sigma, years, rate):
    """First and second derivative by the forward, then by volatility, time and rate; of one option."""

    def value(f, s, y, r):
        return black(is_call, f, strike, s, y, r) / (f if is_coin else 1)

    def derivative(function, at, order=1):
        return mp.diff(function, at, order, h=at * mp.mpf(2) ** -50)

    slope = derivative(lambda f: value(f, sigma, years, rate), forward)
    curve = derivative(lambda f: value(f, sigma, years, rate), forward, 2)
    alive = sigma * mp.sqrt(years) > LEAST_VOLATILITY
    vega = derivative(lambda s: value(forward, s, years, rate), sigma) if alive else mp.mpf(0)
    theta = -derivative(lambda y: value(forward, sigma, y, rate), years) if years > 0 else mp.mpf(0)
    rho = derivative(lambda r: value(forward, sigma, years, r), rate) if rate > 0 else mp.mpf(0)
    return slope, curve, vega / 100, theta * DAY, rho / 100


def volatility_and_time(seeded, choice):
    """Raw volatility and seconds; the edges: none of either, total volatility about 2^-14, and beyond 16."""
    if choice == 0:
        return seeded.magnitude(10**10, 4 * ONE), 0
    if choice == 1:
        return 0, seeded.magnitude(1, 4 * SECONDS_PER_YEAR)
    if choice == 2:
        return seeded.between(10**10, 64 * ONE), seeded.magnitude(1, 600)
    if choice == 3:
        return seeded.between(16 * ONE, 64 * ONE), seeded.between(SECONDS_PER_YEAR // 64, 4 * SECONDS_PER_YEAR)
    return seeded.magnitude(10**11, 4 * ONE), seeded.magnitude(60, 4 * SECONDS_PER_YEAR)


def row(seeded):
    while True:
        is_call, is_coin = seeded.coin(), seeded.coin()
        forward = seeded.magnitude(10**6, 2 * 10**13)
        sigma_raw, seconds = volatility_and_time(seeded, seeded.between(0, 15))
        sigma, years = mp.mpf(sigma_raw) / ONE, mp.mpf(seconds) / SECONDS_PER_YEAR
        total = sigma * mp.sqrt(years)
        if seeded.between(0, 3) != 0:
            distance = mp.mpf(seeded.between(-(4 << 20), 4 << 20)) / (1 << 20)
            strike = int(forward * mp.exp(distance * min(total, 2) + seeded.between(-1, 1) * mp.mpf(10) ** -6))
        else:
            strike = seeded.magnitude(max(forward >> 19, 1), forward << 9)
        rate_raw = seeded.between(-ONE // 10, ONE // 2) if seeded.coin() else 0
        quantity = seeded.magnitude(10**5, 10**14) * (1 if seeded.coin() else -1)
        legible = max(forward >> 19, 10**6) <= strike <= forward << 9 and strike != forward
        settled = abs(total / LEAST_VOLATILITY - 1) > mp.mpf(2) ** -20
        if not legible or not settled:
            continue
        exact = [nearest(value) for value in amounts(
            is_call, is_coin, forward, strike, sigma, years, mp.mpf(rate_raw) / ONE, quantity)]
        if max(abs(value) for value in exact) < 1 << 76:
            kind = f"{'C' if is_call else 'P'}{'I' if is_coin else 'L'}"
            return [kind, forward, strike, sigma_raw, seconds, rate_raw, quantity, *exact]


def nearest(value):
    return int(mp.nint(value * 2**GUARD_BITS))


def amounts(is_call, is_coin, forward, strike, sigma, years, rate, quantity):
    """What the engine's raw units count, exactly."""
    f, k = mp.mpf(forward) / 10**8, mp.mpf(strike) / 10**8
    slope, curve, vega, theta, rho = greeks(is_call, is_coin, f, k, sigma, years, rate)
    # A coin-settled delta counts coin futures: F dV/dF, and gamma is its slope.
    delta, gamma = (f * slope, slope + f * curve) if is_coin else (slope, curve)
    money = mp.mpf(quantity) / 10**8 * 10 ** (9 if is_coin else 6)
    return [
        quantity * delta,
        mp.mpf(quantity) / 10**8 * gamma * ONE,
        money * f * slope,
        money * f**2 * curve / 100,
        money * vega,
        money * theta,
        money * rho,
    ]


def main():
    home = pathlib.Path(__file__).resolve().parent.parent / "tests" / "vectors" / "greeks"
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else home
    out.mkdir(parents=True, exist_ok=True)
    seeded = Seeded(SEED)
    lines = [",".join(["kind", "forward", "strike", "volatility", "seconds", "rate", "quantity", *NAMES])]
    lines += [",".join(str(cell) for cell in row(seeded)) for _ in range(3000)]
    (out / "black76.csv").write_bytes(("\n".join(lines) + "\n").encode("ascii"))


if __name__ == "__main__":
    main()

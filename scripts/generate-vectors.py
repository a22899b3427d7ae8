#!/usr/bin/python3
"""Writes the kernel's reference vectors: what the functions should give, by arbitrary-precision arithmetic.

    /usr/bin/python3 scripts/generate-vectors.py [OUT] [--points N]

OUT receives the files; without it, tests/vectors/kernel. --points bounds the two binary files, whose first N values are
the same for any N: a test regenerates a sample. Needs mpmath (Debian: python3-mpmath). tests/vectors/README.md has more
about the files. The inputs come from SplitMix64, the generator of tests/support/Seeded.cs, call for call.
"""

import argparse
import pathlib
import struct

import mpmath as mp

from split_mix import Seeded

mp.mp.prec = 160
SEED = 20261124
ROWS = 2000
POINTS = 120_000
GUARD_BITS = 16
Q40, Q46, Q52, Q62 = (mp.mpf(2) ** q for q in (40, 46, 52, 62))
SECONDS_PER_YEAR = 31_536_000
REFERENCE_SECONDS = 2_592_000


def centred(deviation):
    return mp.erf(deviation / mp.sqrt(2)) / 2


def distribution(deviation):
    return mp.erfc(-deviation / mp.sqrt(2)) / 2


def call(factor, strike, volatility):
    """Black's call, undiscounted, by the smaller of call and put so that nothing cancels."""
    d1 = mp.log(factor / strike) / volatility + volatility / 2
    d2 = d1 - volatility
    if factor < strike:
        return factor * distribution(d1) - strike * distribution(d2)
    return factor - strike + strike * distribution(-d2) - factor * distribution(-d1)


def nearest(value):
    return int(mp.nint(value))


def logarithm_row(seeded):
    number = max(1, seeded.of_any_magnitude(63))
    return [number], mp.log(number) * Q46


def exponential_row(seeded):
    exponent = seeded.between(-29 << 46, 1_073_069_725_778_421)
    return [exponent], mp.exp(exponent / Q46) * Q40


def power_row(seeded):
    while True:
        numerator, denominator = (max(1, seeded.of_any_magnitude(63)) for _ in range(2))
        exponent = seeded.between(-(4 << 46), 4 << 46)
        value = (mp.mpf(numerator) / denominator) ** (exponent / Q46)
        if value < 2**22:
            return [numerator, denominator, exponent], value * Q40


def deviation(seeded):
    return seeded.between(-(9 << 46), 9 << 46)


def centred_row(seeded):
    drawn = deviation(seeded)
    return [drawn], centred(drawn / Q46) * Q52


def option(seeded, least_bits):
    """Factor (Q40), forward and strike (any unit), total volatility (Q46, from 2^least_bits to 16).

    Half of the strikes are near the money, the others anywhere in the listing range; hardly any K / F is a binary
    fraction, so that what a machine loses by rounding it shows.
    """
    factor = 1 << 40 if seeded.coin() else seeded.between(1 << 37, 1 << 43)
    bits = seeded.between(30, 50)
    forward = seeded.between(1 << bits, (2 << bits) - 1)
    bits = seeded.between(least_bits, 49)
    volatility = seeded.between(1 << bits, (2 << bits) - 1)
    if seeded.coin():
        distance = seeded.between(0, 4 << 20)
        ratio = (1 << 66) + distance * volatility
        shocked = forward * factor
        strike = (shocked * ratio >> 106) if seeded.coin() else (shocked << 26) // ratio
    else:
        bits = seeded.between(0, 29)
        strike = forward * seeded.between(1 << bits, (2 << bits) - 1) >> 20
    return factor, forward, min(max(strike, -(-forward >> 20)), forward << 10), volatility


def call_row(seeded, least_bits):
    factor, forward, strike, volatility = option(seeded, least_bits)
    value = call(factor / Q40, mp.mpf(strike) / forward, volatility / Q46)
    return [factor, forward, strike, volatility], value * Q40


def term_scale_row(seeded):
    seconds = seeded.of_any_magnitude(31)
    floor_seconds = seeded.between(3_600, 604_800)
    short_power, long_power = (seeded.between(0, 1 << 46) for _ in range(2))
    power = short_power if seconds <= REFERENCE_SECONDS else long_power
    value = (mp.mpf(REFERENCE_SECONDS) / max(seconds, floor_seconds)) ** (power / Q46)
    return [seconds, floor_seconds, short_power, long_power], value * Q40


def skew_row(seeded):
    sigma = seeded.between(1 << 42, 4 << 46)
    distance = seeded.between(-(3 << 46), 3 << 46)
    root = seeded.between(1 << 40, 2 << 46)
    slope, base = (seeded.between(-(1 << 40), 1 << 40) for _ in range(2))
    least = seeded.between(1 << 30, 1 << 38)
    width, width_base = (seeded.between(1 << 36, 8 << 40) for _ in range(2))
    width_slope = seeded.between(-(1 << 40), 1 << 40)
    k, t = distance / Q46, root / Q46
    cap = base / Q40 + slope / Q40 * t
    star = max(least / Q40, t * (width / Q40) * (width_base / Q40 + t * (width_slope / Q40)))
    rotation = min(k * cap / star, cap) if k >= 0 else max(k * cap / star, -cap)
    inputs = [sigma, distance, root, slope, base, least, width, width_base, width_slope]
    return inputs, sigma * max(0, 1 + rotation)


def smile_row(seeded):
    a = seeded.between(-(1 << 40), 1 << 45)
    b = seeded.between(1 << 40, 1 << 46)
    rho = seeded.between(-(1 << 46), 1 << 46)
    m = seeded.between(-(1 << 46), 1 << 46)
    sigma = seeded.between(1 << 40, 1 << 46)
    forward = seeded.between(10**8, 10**13)
    strike = seeded.between(forward // 8, forward * 8)
    tau = seeded.between(1 << 36, 3 << 46)
    a_, b_, rho_, m_, sigma_ = (value / Q46 for value in (a, b, rho, m, sigma))
    wing = 4 * mp.sqrt(max(0, a_ + b_ * sigma_))
    offset = min(max(mp.log(mp.mpf(strike) / forward), -wing), wing) - m_
    variance = min(max(a_ + b_ * (rho_ * offset + mp.sqrt(offset**2 + sigma_**2)), 0), 20)
    return [a, b, rho, m, sigma, strike, forward, tau], mp.sqrt(variance / (tau / Q46)) * Q46


def discount_row(seeded):
    rate = seeded.between(-(1 << 45), 1 << 46)
    tau = seeded.of_any_magnitude(48)
    return [rate, tau], min(1, mp.exp(-(rate / Q46) * (tau / Q46))) * Q40


def side_inputs(seeded):
    base = seeded.between(3 << 38, 5 << 38)
    rate = seeded.between(-(1 << 45), 1 << 46)
    multiplier = seeded.between(0, 2 << 40)
    add = seeded.between(0, 1 << 46)
    tau = seeded.of_any_magnitude(47)
    years = tau / Q46
    exponent = years * (max(0, rate / Q46) * (multiplier / Q40) + add / Q46)
    return [base, rate, multiplier, add, tau], base / Q40, exponent, rate / Q46 * years


def long_side_row(seeded):
    inputs, base, exponent, _ = side_inputs(seeded)
    return inputs, base * mp.exp(-exponent) * Q40


def short_side_row(seeded):
    inputs, base, exponent, market = side_inputs(seeded)
    return inputs, min(mp.exp(max(0, market)), base * mp.exp(exponent)) * Q40


def residual_row(seeded):
    """Within the factor's bounds, 2^-14 to 2^6, where it is neither cut off nor refused."""
    residual = seeded.between(-(8 << 40), 8 << 40)
    sigma = seeded.of_any_magnitude(48)
    root = seeded.between(0, 1 << 44)
    factor = mp.exp(residual / Q40 * (sigma / Q46) * (root / Q46))
    return [residual, sigma, root], min(max(factor, mp.mpf(2) ** -14), 64) * Q40


TABLES = [
    ("logarithm", "number", logarithm_row),
    ("exponential", "exponentQ46", exponential_row),
    ("power", "numerator,denominator,exponentQ46", power_row),
    ("centred", "deviationQ46", centred_row),
    ("call", "factorQ40,forward,strike,vQ46", lambda seeded: call_row(seeded, 33)),
    ("call-intrinsic", "factorQ40,forward,strike,vQ46", lambda seeded: call_row(seeded, 10)),
    ("term-scale", "secondsLeft,floorSeconds,shortPowerQ46,longPowerQ46", term_scale_row),
    (
        "skew",
        "sigmaQ46,logStrikeQ46,sqrtTauQ46,capSlopeQ40,capBaseQ40,minimumWidthQ40,widthQ40,widthBaseQ40,widthSlopeQ40",
        skew_row,
    ),
    ("smile", "aQ46,bQ46,rhoQ46,mQ46,sigmaQ46,strike,forwardSvi,tauYearsQ46", smile_row),
    ("discount", "rateQ46,tauYearsQ46", discount_row),
    ("long-side", "baseQ40,rateQ46,multiplierQ40,addQ46,tauYearsQ46", long_side_row),
    ("short-side", "baseQ40,rateQ46,multiplierQ40,addQ46,tauYearsQ46", short_side_row),
    ("residual-factor", "residualQ40,sigmaQ46,sqrtHorizonQ46", residual_row),
]


def write_table(folder, name, columns, row):
    """Comma-separated inputs, then the exact result in 2^-16 of the function's unit."""
    seeded = Seeded(SEED)
    lines = [f"{columns},exact"]
    for _ in range(ROWS):
        inputs, value = row(seeded)
        lines.append(",".join(str(number) for number in [*inputs, nearest(value * 2**GUARD_BITS)]))
    (folder / f"{name}.csv").write_bytes(("\n".join(lines) + "\n").encode("ascii"))


def write_points(folder, name, point, count):
    """Little-endian 64-bit results in Q62; a reader draws the inputs from the seed."""
    seeded = Seeded(SEED)
    values = [nearest(point(seeded) * Q62) for _ in range(count)]
    (folder / f"{name}.bin").write_bytes(struct.pack(f"<{count}q", *values))


def centred_point(seeded):
    return centred(deviation(seeded) / Q46)


def call_point(seeded):
    """The call over the largest of the forward, the scenario's forward and the strike."""
    factor, forward, strike, volatility = option(seeded, 32)
    ratio = mp.mpf(strike) / forward
    return call(factor / Q40, ratio, volatility / Q46) / max(1, factor / Q40, ratio)


def main():
    parser = argparse.ArgumentParser()
    home = pathlib.Path(__file__).resolve().parent.parent / "tests" / "vectors" / "kernel"
    parser.add_argument("out", nargs="?", type=pathlib.Path, default=home)
    parser.add_argument("--points", type=int, default=POINTS)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, columns, row in TABLES:
        write_table(arguments.out, name, columns, row)
    write_points(arguments.out, "centred", centred_point, arguments.points)
    write_points(arguments.out, "call", call_point, arguments.points)


if __name__ == "__main__":
    main()

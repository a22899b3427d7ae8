#!/usr/bin/python3
"""Writes the scenarios of the shipped profile portfolio-1.0: those of portfolio-scan-1.0, and 500 days of residuals.

    /usr/bin/python3 scripts/generate-portfolio-scenarios.py [HISTORY] [--check]

HISTORY is a table of daily closes, gzipped or not, with the columns date, BTC and ETH; without it,
prices/daily_close_usd_4assets_2018_2023.csv.gz of the reference data (VERIFIABLE_DATA, else ../shared/data). --check
writes nothing and exits 1 when the committed file differs.

Filtered historical simulation: r is a day's log return, its variance forecast the exponentially weighted
s2 = 0.97 s2' + 0.03 r'^2 of the days before it, begun at the first return's square, and the residual r / s. A day is a
row of both coins at once, so what happened together stays together. Decimal arithmetic of 40 digits, residuals rounded
to six places: the same bytes on every machine. It also prints the volatility of a year that the last day leaves for the
next. The closes themselves are not shipped: the residuals are figures computed from them.
"""

import argparse
import csv
import decimal
import gzip
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROFILES = ROOT / "verifier" / "documents" / "Profiles"
HISTORY = pathlib.Path("prices") / "daily_close_usd_4assets_2018_2023.csv.gz"
COINS = ["BTC", "ETH"]
DAYS = 500
DAYS_PER_YEAR = 365
DECAY = decimal.Decimal("0.97")
PLACES = decimal.Decimal("0.000001")

decimal.getcontext().prec = 40


def closes(history):
    opened = gzip.open(history, "rt") if history.suffix == ".gz" else open(history, encoding="ascii")
    with opened as lines:
        rows = list(csv.DictReader(lines))
    dates = [row["date"] for row in rows]
    if dates != sorted(set(dates)):
        sys.exit(f"{history}: dates are not strictly ascending")
    return dates, {coin: [decimal.Decimal(row[coin]) for row in rows] for coin in COINS}


def filtered(prices):
    """The residual of each day but the first two, and the variance that the last day leaves."""
    returns = [(after / before).ln() for before, after in zip(prices, prices[1:])]
    variance = returns[0] ** 2
    residuals = []
    for value in returns[1:]:
        residuals.append(value / variance.sqrt())
        variance = DECAY * variance + (1 - DECAY) * value ** 2
    return residuals, variance


def plain(number):
    """Without an exponent, a trailing zero or a minus before nothing."""
    text = f"{number.quantize(PLACES):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def day(date, residuals):
    """One move of both coins where the rounded residuals agree, else one each."""
    moves = [{"residual": plain(residual), "volatility": "none"} for residual in residuals]
    shocks = {"shock": moves[0]} if moves[0] == moves[1] else {"shocks": moves}
    return {"label": f"filtered:{date}", "kind": "filtered", "weight": 1, "dampening": "1", **shocks}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("history", nargs="?", type=pathlib.Path)
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()
    data = pathlib.Path(os.environ.get("VERIFIABLE_DATA") or ROOT.parent / "shared" / "data")
    dates, prices = closes(options.history or data / HISTORY)

    residuals = {}
    for coin in COINS:
        residuals[coin], variance = filtered(prices[coin])
        today = (variance * DAYS_PER_YEAR).sqrt().quantize(PLACES)
        print(f"{coin}: volatility of a year after {dates[-1]} {today}")

    document = json.loads((PROFILES / "portfolio-scan-1.0.scenarios.json").read_text(encoding="ascii"))
    document["name"] = "portfolio-1.0"
    document["scenarios"] += [
        day(date, [residuals[coin][index - DAYS] for coin in COINS]) for index, date in enumerate(dates[-DAYS:])
    ]
    text = json.dumps(document, indent=2) + "\n"
    target = PROFILES / "portfolio-1.0.scenarios.json"
    if options.check:
        sys.exit(0 if target.exists() and target.read_text(encoding="ascii") == text else f"{target} differs")
    target.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()

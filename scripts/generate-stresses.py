#!/usr/bin/python3
"""Writes the shipped stresses, verifier/documents/Profiles/named-1.0.stresses.json: every historical move in them is
computed here from the reference data.

    /usr/bin/python3 scripts/generate-stresses.py [--check]

The data are prices/ and funding-vol/ of VERIFIABLE_DATA, else of ../shared/data. --check writes nothing and exits 1
when the committed file differs. A day's move is close / close before - 1; an n-hour move the lowest close / close n
hours before - 1 of hourly closes without a gap between; a volatility factor the day's implied volatility over that of
the day before. Decimal arithmetic of 40 digits, six places: the same bytes on every machine. The prices themselves are
not shipped, only these ratios.
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
TARGET = ROOT / "verifier" / "documents" / "Profiles" / "named-1.0.stresses.json"
DATA = pathlib.Path(os.environ.get("VERIFIABLE_DATA") or ROOT.parent / "shared" / "data")
MANY = "prices/daily_close_usd_25assets_2017_2022-02.csv.gz"
FOUR = "prices/daily_close_usd_4assets_2018_2023.csv.gz"
HOURLY = "prices/hourly_close_usd_5assets_2018-05_2022-02.csv.gz"
STABLE = "prices/usdc_usd_15min_2023-03-09_18.csv.gz"
INDEX = "funding-vol/dvol_btc_daily_2021-11_2022-10.csv.gz"
TERM = "funding-vol/btc_atm_iv_term_hourly_2021-05-10_28.csv.gz"
SOURCES = {
    MANY: "daily closes in USD of benjaminpo/crypto-price at a9d3c86b6285 (MIT)",
    FOUR: "daily closes in USD of zaskap/ts_foundational_models_daily_crpytocurrency_predictions at 556e01e593ed (MIT)",
    HOURLY: "hourly closes in USD of benjaminpo/crypto-price at a9d3c86b6285 (MIT), 2018-05 to 2022-02",
}
# Not underlyings, or another coin's history under the same name.
LEFT_OUT = {"USDC", "USDT", "LUNA"}
PLACES = decimal.Decimal("0.000001")
HELD = "A volatility stays with its strike."
NEXT_WORST = "A coin without a move of its own takes the largest fall listed."

decimal.getcontext().prec = 40


def rows(name):
    with gzip.open(DATA / name, "rt", encoding="ascii") as lines:
        return list(csv.DictReader(lines))


def plain(number):
    text = f"{number.quantize(PLACES):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def between(name, first, last):
    """The move of each coin from the close of one day to that of another."""
    days = {row["date"]: row for row in rows(name)}
    coins = [coin for coin in days[last] if coin != "date" and coin not in LEFT_OUT]
    return {
        coin: decimal.Decimal(days[last][coin]) / decimal.Decimal(days[first][coin]) - 1
        for coin in coins
        if days[first][coin] and days[last][coin]
    }


def worst_days():
    """The largest fall of one day of each coin, over both histories."""
    worst = {}
    for name in (MANY, FOUR):
        history = rows(name)
        for before, after in zip(history, history[1:]):
            for coin in after:
                if coin != "date" and coin not in LEFT_OUT and before[coin] and after[coin]:
                    move = decimal.Decimal(after[coin]) / decimal.Decimal(before[coin]) - 1
                    worst[coin] = min(worst.get(coin, 0), move)
    return worst


def worst_hours(hours):
    history = {int(row["unix"]): row for row in rows(HOURLY)}
    worst = {}
    for unix, row in history.items():
        before = history.get(unix - 3600 * hours)
        for coin in row:
            if coin != "unix" and before and before[coin] and row[coin]:
                move = decimal.Decimal(row[coin]) / decimal.Decimal(before[coin]) - 1
                worst[coin] = min(worst.get(coin, 0), move)
    return worst


def index_factor(day):
    """The volatility index's close over the close of the day before."""
    closes = [(row["date"], decimal.Decimal(row["close"])) for row in rows(INDEX)]
    at = [date for date, _ in closes].index(day)
    return closes[at][1] / closes[at - 1][1]


def largest_rise():
    closes = [decimal.Decimal(row["close"]) for row in rows(INDEX)]
    return max(after / before for before, after in zip(closes, closes[1:]))


def term_factor(first, last):
    month = {row["time_utc"]: decimal.Decimal(row["iv_1m"]) for row in rows(TERM)}
    return month[f"{last}T00:00:00Z"] / month[f"{first}T00:00:00Z"]


def lowest_stable(day):
    """The lowest price of a day over the last close of the day before."""
    quarter = rows(STABLE)
    before = [row for row in quarter if row["time_utc"] < day]
    during = [row for row in quarter if row["time_utc"].startswith(day)]
    return min(decimal.Decimal(row["low"]) for row in during) / decimal.Decimal(before[-1]["close"]) - 1


def moves(table):
    """A row a coin, and the largest fall for every other coin."""
    return {
        "moves": [{"underlying": coin, "spot": plain(table[coin])} for coin in sorted(table)],
        "others": plain(min(0, *table.values())),
    }


def stress(label, source, assumption, **members):
    return {"label": label, "source": source, "assumption": assumption, **members}


def history():
    many, four = SOURCES[MANY], SOURCES[FOUR]
    rise = plain(largest_rise())
    unknown = "No implied volatility of the day is recorded: it rises as on the worst day of BTC's index from 2021-11."
    stable = plain(lowest_stable("2023-03-11"))
    return [
        stress("day:2020-03-12", many, f"{unknown} {HELD} {NEXT_WORST}",
               **moves(between(MANY, "2020-03-11", "2020-03-12")), volatility=rise),
        stress("day:2021-05-19", many,
               f"Implied volatility moves as BTC's of one month, midnight to midnight. {HELD} {NEXT_WORST}",
               **moves(between(MANY, "2021-05-18", "2021-05-19")),
               volatility=plain(term_factor("2021-05-19", "2021-05-20"))),
        stress("day:2022-05-12", four, f"Implied volatility moves as BTC's index. {HELD} {NEXT_WORST}",
               **moves(between(FOUR, "2022-05-11", "2022-05-12")), volatility=plain(index_factor("2022-05-12"))),
        stress("day:2022-06-13", four, f"Implied volatility moves as BTC's index. {HELD} {NEXT_WORST}",
               **moves(between(FOUR, "2022-06-12", "2022-06-13")), volatility=plain(index_factor("2022-06-13"))),
        stress("day:2022-11-09", four, f"{unknown} {HELD} {NEXT_WORST}",
               **moves(between(FOUR, "2022-11-08", "2022-11-09")), volatility=rise),
        stress("days:2022-11-08..09", four, f"Both days at once. {unknown} {HELD} {NEXT_WORST}",
               **moves(between(FOUR, "2022-11-07", "2022-11-09")), volatility=rise),
        stress("day:2023-03-11", f"{four}; USDC: a ratio of its recorded 15-minute prices in USD",
               f"Closes of the day, and USDC at its lowest of the day over the last price of the day before. {HELD}",
               **moves(between(FOUR, "2023-03-10", "2023-03-11")), assets=[{"asset": "USDC", "price": stable}]),
    ]


def hypothetical():
    worst = moves(worst_days())
    days = f"largest falls of one day: {SOURCES[MANY]}; {SOURCES[FOUR]}"
    stable = plain(lowest_stable("2023-03-11"))
    rise = plain(largest_rise())
    return [
        stress("correlation:+1", days,
               "All underlyings move together by their largest fall of one day, or as far up in logarithms, whichever "
               f"leaves the account less. Volatility stands still. {NEXT_WORST}", **worst, direction="common"),
        stress("correlation:-1", days,
               "No offset holds: each underlying held moves against the account, by its largest fall of one day or as "
               f"far up in logarithms. Volatility stands still. {NEXT_WORST}", **worst, direction="each"),
        stress("volatility:spike", "hypothetical", "Every implied volatility doubles while prices stand still.",
               volatility="2"),
        stress("volatility:collapse", "hypothetical", "Every implied volatility halves while prices stand still.",
               volatility="0.5"),
        stress("depeg:stable-coins", "hypothetical; the size is that of day:2023-03-11",
               "USDC and USDT fall together as USDC did on 2023-03-11; all other prices stand still.",
               assets=[{"asset": asset, "price": stable} for asset in ("USDC", "USDT")]),
        stress("liquidity:withdrawn", "hypothetical",
               "A tenth of the depth that concentration is measured by is left, and the account is closed out at worse "
               "marks: futures, perpetuals, spot and coins by 2 % of price, options by a tenth of their volatility.",
               depth="0.1", spread={"price": "0.02", "volatility": "0.1"}),
        stress("default:two-largest", "hypothetical; two as article 43 of Regulation 648/2012 covers",
               "The two counterparties whose default costs most default, and half of what they owe is lost. The "
               "model's counterparties with their own loss; where it names none, each collateral asset but the "
               "settlement currency is one.", defaults={"largest": 2, "loss": "0.5"}),
        stress("oracle:stale", "hypothetical",
               "The snapshot is six hours old when it is used: nothing is known to have moved, time to expiry has "
               "passed, and no price is trusted more than 50 %.", elapsed="6h", confidence="0.5"),
        stress("oracle:wrong", "hypothetical",
               "The oracle of one underlying is off by 10 % down, or as far up in logarithms: the one and the way that "
               "leave the account least. Whoever is below maintenance here is liquidated without cause.",
               others="-0.1", direction="one"),
        stress("oracle:credited", "hypothetical",
               "The oracle of one underlying is off by 10 % in the account's favour, all excess over initial margin is "
               "withdrawn on it, and then the price is corrected.", others="-0.1", direction="credited"),
        *[stress(f"halt:{hours}h", f"largest {hours}-hour falls: {SOURCES[HOURLY]}",
                 f"Nothing can be liquidated for {hours} hours: all underlyings move together by the largest fall in "
                 "as many hours, or as far up in logarithms, whichever leaves the account less. Volatility rises as "
                 f"on the worst day of BTC's index from 2021-11. {NEXT_WORST}",
                 **moves(worst_hours(hours)), direction="common", volatility=rise, elapsed=elapsed)
          for hours, elapsed in ((6, "6h"), (24, "1d"))],
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    document = {"schema": "verifiable/stresses/1", "name": "named-1.0", "stresses": history() + hypothetical()}
    text = json.dumps(document, indent=2) + "\n"
    if arguments.parse_args().check:
        sys.exit(0 if TARGET.exists() and TARGET.read_text(encoding="ascii") == text else f"{TARGET} differs")
    TARGET.write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()

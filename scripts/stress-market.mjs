// Moves a market document by the worst hour of a price history: spots, perpetuals and forwards fall from that hour's open
// to its low; volatilities and rates stay. Every time moves on by --after seconds.
//
//   node scripts/stress-market.mjs MARKET.json PRICES.csv.gz ASSET --after SECONDS > STRESSED.json
//
// The prices have the columns unix, asset, open, high, low, close. What was moved is said on standard error.

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [marketFile, pricesFile, asset, option, seconds] = process.argv.slice(2);
if (option !== "--after" || !Number.isSafeInteger(Number(seconds))) {
  console.error("usage: stress-market.mjs MARKET.json PRICES.csv.gz ASSET --after SECONDS");
  process.exit(2);
}

const PLACES = 8;

/** A decimal string as an integer of `PLACES` places. */
const raw = (text) => {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(PLACES, "0").slice(0, PLACES));
};

/** An integer of `PLACES` places as a decimal string without trailing zeros. */
const decimal = (integer) => {
  const digits = integer.toString().padStart(PLACES + 1, "0");
  const fraction = digits.slice(-PLACES).replace(/0+$/, "");
  return digits.slice(0, -PLACES) + (fraction && `.${fraction}`);
};

const hours = gunzipSync(readFileSync(pricesFile))
  .toString("utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(","))
  .filter((row) => row[1] === asset)
  .map(([unix, , open, , low]) => ({ unix: Number(unix), open: raw(open), low: raw(low) }));
const worst = hours.reduce((a, b) => (b.low * a.open < a.low * b.open ? b : a));
const moved = (text) => decimal((raw(text) * worst.low) / worst.open);
const later = (time) => new Date(Date.parse(time) + 1000 * Number(seconds)).toISOString().replace(".000Z", "Z");

const market = JSON.parse(readFileSync(marketFile, "utf8"));
for (const row of market.assets) row.time = later(row.time);
for (const underlying of market.underlyings) {
  underlying.spot = moved(underlying.spot);
  underlying.time = later(underlying.time);
  if (underlying.perpetual) {
    underlying.perpetual.price = moved(underlying.perpetual.price);
    underlying.perpetual.time = later(underlying.perpetual.time);
  }
  for (const expiry of underlying.expiries) {
    expiry.forward = moved(expiry.forward);
    expiry.time = later(expiry.time);
  }
}
delete market.asOf;

const hour = new Date(1000 * worst.unix).toISOString().slice(0, 16);
const percent = Number((1000000n * worst.low) / worst.open) / 10000 - 100;
console.error(`${asset} ${percent.toFixed(2)} %, as in the hour from ${hour}Z`);
console.log(JSON.stringify(market, null, 2));

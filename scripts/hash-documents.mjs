// Recomputes the canonical rows and hashes of the sample documents from their JSON, independently of the C# code: decimal
// text to integers here, words and Keccak by viem. Layout: verifier/documents/README.md.
//   node scripts/hash-documents.mjs            writes tests/vectors/rows
//   node scripts/hash-documents.mjs --check    exits 1 when the committed files differ
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ruleParameterWords } from "./rule-parameter-rows.mjs";
import { concat, encodeAbiParameters, encodePacked, keccak256, pad, stringToHex } from "viem";

const root = new URL("../", import.meta.url);
const samples = new URL("tests/vectors/documents/", root);
const output = new URL("tests/vectors/rows/", root);

const places = { price: 8, quantity: 8, ratio: 12 };
const tag = (name) => keccak256(stringToHex(`VM1.${name}`));
const uint = (number) => encodeAbiParameters([{ type: "uint256" }], [BigInt(number)]);
const int = (number) => encodeAbiParameters([{ type: "int256" }], [BigInt(number)]);
const fields = (...numbers) => encodePacked(["int64", "int64", "int64", "int64"], numbers.map(BigInt));
const halves = (...numbers) => encodePacked(["int128", "int128"], numbers.map(BigInt));
const name = (letters) => pad(stringToHex(letters), { dir: "right", size: 32 });
const time = (text) => BigInt(Date.parse(text) / 1000);
const byName = (member) => (left, right) => (left[member] < right[member] ? -1 : 1);
const byNumber = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

function decimal(text, digits) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const magnitude = BigInt(whole + fraction.padEnd(digits, "0"));
  return sign === "-" ? -magnitude : magnitude;
}

const price = (text) => decimal(text ?? "0", places.price);
const ratio = (text) => decimal(text ?? "0", places.ratio);
const floorDivide = (dividend, divisor) => (dividend - (((dividend % divisor) + divisor) % divisor)) / divisor;
const factorQ40 = (raw) => floorDivide(raw * 2n ** 40n, 10n ** 12n);

function seconds(text) {
  const unit = { s: 1n, m: 60n, h: 3600n, d: 86400n }[text.at(-1)];
  return BigInt(text.slice(0, -1)) * unit;
}

function instrumentWord({ underlying, quote, settlement, expiry, strike, kind }) {
  return concat([
    "0x01",
    pad(stringToHex(underlying), { dir: "right", size: 8 }),
    pad(stringToHex(quote), { dir: "right", size: 6 }),
    encodePacked(["uint8", "uint40", "uint64", "uint8", "uint16"], [settlement, Number(expiry), strike, kind, 0]),
  ]);
}

function instrument(symbol) {
  const pattern = /^(\w+)\/(\w+)(?::(\w+)(?:-(\d\d)(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?(?:-([\d.]+)-([CP]))?)?)?$/;
  const [, underlying, quote, coin, year, month, day, hh = "08", mm = "00", ss = "00", strike, side] =
    pattern.exec(symbol);
  const kind = side ? (side === "C" ? 4 : 5) : year ? 3 : coin ? 2 : 1;
  return instrumentWord({
    underlying,
    quote,
    settlement: coin ? (coin === quote ? 1 : 2) : 0,
    expiry: year ? time(`20${year}-${month}-${day}T${hh}:${mm}:${ss}Z`) : 0n,
    strike: price(strike),
    kind,
  });
}

function assetsSection(market) {
  const assets = market.assets.toSorted(byName("asset"));
  return concat([
    tag("SECTION"),
    uint(assets.length),
    ...assets.flatMap((row) => [name(row.asset), fields(ratio(row.price), ratio(row.confidence), time(row.time), 0)]),
  ]);
}

function expiryRows(underlying, quote, row) {
  const { svi, strikes = [] } = row.volatility ?? {};
  const expiry = time(row.expiry);
  const points = strikes.toSorted((left, right) => byNumber(price(left.strike), price(right.strike)));
  const form = svi ? 2n ** 32n : BigInt(points.length);
  const volatilities = svi
    ? [
        fields(ratio(svi.a), ratio(svi.b), ratio(svi.rho), ratio(svi.m)),
        fields(ratio(svi.sigma), price(svi.forward), seconds(svi.tau), 0),
      ]
    : points.flatMap((point) => [
        instrumentWord({ underlying, quote, settlement: 0, expiry, strike: price(point.strike), kind: 0 }),
        int(ratio(point.volatility)),
      ]);
  return [
    fields(expiry, price(row.forward), price(row.settledPart), ratio(row.rate)),
    fields(ratio(row.confidence), time(row.time), price(row.settlement), form),
    ...volatilities,
  ];
}

function underlyingSection(market, row) {
  const { perpetual } = row;
  const expiries = row.expiries.toSorted(byName("expiry"));
  return concat([
    tag("SECTION"),
    fields(expiries.length, perpetual ? 1 : 0, 0, 0),
    name(row.underlying),
    name(market.quote),
    fields(price(row.spot), ratio(row.confidence), time(row.time), ratio(row.todayVolatility)),
    perpetual
      ? fields(price(perpetual.price), ratio(perpetual.fundingIndex), ratio(perpetual.confidence), time(perpetual.time))
      : uint(0),
    ...expiries.flatMap((expiry) => expiryRows(row.underlying, market.quote, expiry)),
  ]);
}

function marketRows(market) {
  const underlyings = market.underlyings.toSorted(byName("underlying"));
  const sections = [assetsSection(market), ...underlyings.map((row) => underlyingSection(market, row))];
  const times = [
    ...market.assets,
    ...underlyings,
    ...underlyings.flatMap((row) => [...row.expiries, ...(row.perpetual ? [row.perpetual] : [])]),
  ].map((row) => time(row.time));
  const observedAt = times.toSorted(byNumber)[0];
  const head = concat([
    tag("MARKET"),
    uint(0),
    uint(observedAt),
    uint(sections.length),
    ...sections.map((section) => keccak256(section)),
  ]);
  return { words: concat([head, ...sections]), hash: keccak256(head) };
}

function bookRows(book) {
  const positions = book.positions
    .map((row) => ({ ...row, word: instrument(row.instrument) }))
    .toSorted(byName("word"));
  const rows = concat([
    tag("ROWS"),
    uint(positions.length),
    ...positions.flatMap((row) => [
      row.word,
      fields(decimal(row.quantity, places.quantity), price(row.entryPrice), ratio(row.fundingIndex), 0),
    ]),
  ]);
  const balances = book.collateral.toSorted(byName("asset"));
  const collateral = concat([
    tag("COLLATERAL"),
    uint(balances.length),
    ...balances.flatMap((row) => [name(row.asset), halves(decimal(row.amount, places.quantity), 0)]),
  ]);
  const head = concat([tag("BOOK"), uint(0), book.account, keccak256(rows), keccak256(collateral)]);
  return { words: concat([head, rows, collateral]), hash: keccak256(head) };
}

function haircutWords(model) {
  const haircuts = model.haircuts.toSorted(byName("asset"));
  return [
    uint(haircuts.length),
    ...haircuts.flatMap((rule) => [
      name(rule.asset),
      int(ratio(rule.initial)),
      int(ratio(rule.maintenance)),
      int(ratio(rule.confidenceFactor)),
      rule.riskCancels ? name(rule.riskCancels) : uint(0),
    ]),
  ];
}

function parameterRows(model) {
  if (model.rule) {
    const encoders = { tag, uint, int, name, ratio, price, seconds, decimal, haircutWords };
    const words = concat(ruleParameterWords(model, encoders));
    return { words, hash: keccak256(words) };
  }

  const { volatilityShock: shock, skew, discount, contingencies, multiplier, measure } = model;
  const { basis, perpetual, shortOption, confidence, peg } = contingencies;
  const kind = ["scan", "expectedShortfall", "valueAtRisk"].indexOf(measure.kind);
  const ratios = (group, ...members) => members.map((member) => int(ratio(group[member])));
  const staged = (group) => ratios(group, "initial", "maintenance");
  const discountSide = (side) => ratios(side, "static", "rateMultiplier", "rateAdd");
  const extension = extensionWords(model);
  const words = concat([
    tag("PARAMETERS"),
    uint(extension.length > 0 ? 257 : 1),
    name(model.settlement),
    name(model.stableAsset),
    uint(seconds(model.horizon)),
    ...ratios(shock, "up", "down", "shortPower", "longPower"),
    uint(seconds(shock.floor)),
    ...ratios(shock, "minimumUp"),
    ...ratios(skew, "linearBase", "linearSlope", "absoluteBase", "absoluteSlope"),
    ...ratios(skew, "minimumWidth", "widthScale", "volatilityStatic", "volatilityScale"),
    ...discountSide(discount.long),
    ...discountSide(discount.short),
    ...ratios(basis, "up", "down", "add", "multiplier"),
    ...staged(multiplier),
    ...staged(perpetual),
    ...staged(shortOption),
    ...ratios(confidence, "threshold", "factor"),
    ...ratios(peg, "threshold", "factor"),
    uint(kind),
    uint(decimal(measure.confidence ?? "0", 6)),
    ...haircutWords(model),
    ...extension,
  ]);
  return { words, hash: keccak256(words) };
}

// What the second layout adds; nothing where the first one holds the model.
function extensionWords(model) {
  const { measure, acrossUnderlyings = "jointScenario", offsetCredit, limits = {}, dynamic, credit, counterparties } = model;
  const { concentration = [] } = model.contingencies;
  const later = [measure.minimum, measure.horizon, model.acrossUnderlyings, model.limits, dynamic, credit, counterparties];
  if (later.every((member) => member === undefined) && concentration.length === 0 && measure.kind !== "valueAtRisk") {
    return [];
  }

  const moneyPlaces = model.settlement.startsWith("USD") ? 6 : 9;
  const money = (text) => (text === undefined ? 2n ** 62n - 1n : decimal(text, moneyPlaces));
  const ratios = (group, ...members) => members.map((member) => int(ratio(group?.[member])));
  const counted = (rows, words) => [uint(rows.length), ...rows.flatMap(words)];
  const size = (text) => uint(decimal(text, places.quantity));
  const defaults = (counterparties?.exposures ?? [])
    .map((rule) => ({ ...rule, assets: rule.assets.toSorted() }))
    .toSorted((left, right) => (left.assets[0] < right.assets[0] ? -1 : 1));
  return [
    uint(measure.minimum === "worst" ? 1 : 0),
    uint(seconds(measure.horizon ?? "0s")),
    uint(["jointScenario", "sumOfWorsts", "sumOfWorstsWithCredit"].indexOf(acrossUnderlyings)),
    int(ratio(offsetCredit)),
    uint(money(limits.optionValue)),
    uint(money(limits.unrealisedProfit)),
    ...ratios(dynamic, "buffer", "stressedShare"),
    ...ratios(credit, "floor"),
    uint(counterparties?.largest ?? 0),
    ...counted(concentration.toSorted(byName("underlying")), (rule) => [
      name(rule.underlying),
      size(rule.lower),
      size(rule.upper),
      ...ratios(rule, "initial", "maintenance"),
    ]),
    ...counted((dynamic?.underlyings ?? []).toSorted(byName("underlying")), (rule) => [
      name(rule.underlying),
      ...ratios(rule, "reference", "stressed", "floor", "release"),
    ]),
    ...counted((credit?.lines ?? []).toSorted(byName("account")), (line) => [line.account, uint(money(line.amount))]),
    ...counted(defaults, (rule) => [
      ...ratios(rule, "lossGivenDefault"),
      uint(rule.assets.length),
      ...rule.assets.map(name),
    ]),
  ];
}

function scenarioRows(set) {
  const order = set.factors.map((_, index) => index).toSorted((a, b) => (set.factors[a] < set.factors[b] ? -1 : 1));
  const rows = set.scenarios.flatMap((scenario) => {
    const shocks = order.map((factor) => scenario.shock ?? scenario.shocks[factor]);
    const column = ["none", "up", "down", "linearSkew", "absoluteSkew"].indexOf(shocks[0].volatility);
    const own = column < 0;
    const flags = { historical: 2, filtered: 3 }[scenario.kind] ?? 0;
    const head = encodePacked(
      ["uint64", "uint32", "uint16", "uint16", "uint64", "uint64"],
      [factorQ40(ratio(scenario.dampening ?? "1")), scenario.weight ?? 1, own ? 5 : column, flags, 0n, 0n],
    );
    const moves = shocks.map((shock) =>
      fields(
        factorQ40(shock.residual === undefined ? 10n ** 12n + ratio(shock.spot) : ratio(shock.residual)),
        factorQ40(own ? ratio(shock.volatility.factor) : 10n ** 12n),
        ratio(shock.rate),
        0,
      ),
    );
    return [head, ...moves];
  });
  const factors = order.map((factor) => name(set.factors[factor]));
  const counts = [uint(set.scenarios.length), uint(factors.length)];
  const words = concat([tag("SCENARIOS"), ...counts, ...factors, ...rows]);
  return { words, hash: keccak256(words) };
}

function resultRows(result) {
  const moneyPlaces = result.settlement.startsWith("USD") ? 6 : 9;
  const money = (text) => decimal(text, moneyPlaces);
  const flags = ["instrumentMissing", "moneynessBound", "unsettled", "todayVolatilityMissing"];
  const first = ["scan", "basis", "stable", "perpetual", "shortOption", "confidence", "haircut"];
  const later = ["tail", "concentration", "optionValue", "unrealisedProfit", "dynamic", "counterparty", "credit"];
  const further = result.components.some((row) => later.includes(row.name)) ? later : [];
  const amounts = result.totals.map(money);
  const pairs = [];
  for (let i = 0; i < amounts.length; i += 2) {
    pairs.push(halves(amounts[i], amounts[i + 1] ?? 0n));
  }

  const totals = concat([tag("TOTALS"), uint(amounts.length), ...pairs]);
  const components = [...first, ...further].flatMap((component) => {
    const part = result.components.find((row) => row.name === component) ?? { initial: "0", maintenance: "0" };
    return [int(money(part.initial)), int(money(part.maintenance))];
  });
  const margins = ["equity", "initialMargin", "maintenanceMargin", "valueAtRisk", "expectedShortfall"];
  const head = concat([
    tag("RESULT"),
    ...margins.map((member) => int(money(result[member]))),
    int(money(result.worst.loss)),
    uint(result.worst.scenario),
    uint(result.assumed.reduce((bits, flag) => bits | (1n << BigInt(flags.indexOf(flag))), BigInt(further.length) << 32n)),
    ...components,
    keccak256(totals),
  ]);
  return { words: concat([head, totals]), hash: keccak256(head) };
}

function engineRows({ specMajor, specMinor, vectorsHash }) {
  const words = concat([tag("ENGINE"), uint(specMajor), uint(specMinor), vectorsHash]);
  return { words, hash: keccak256(words) };
}

function historyRows(history) {
  const order = history.assets.map((_, index) => index).toSorted((a, b) => (history.assets[a] < history.assets[b] ? -1 : 1));
  const bars = history.bars.flatMap((bar) => {
    const closes = order.map((asset) => price(bar.closes[asset] ?? "0"));
    const words = [];
    for (let i = 0; i < closes.length; i += 4) {
      words.push(fields(...[0, 1, 2, 3].map((place) => closes[i + place] ?? 0n)));
    }

    return [uint(time(bar.time)), ...words];
  });
  const breaks = history.breaks
    .toSorted((a, b) => (a.asset === b.asset ? byNumber(time(a.time), time(b.time)) : byName("asset")(a, b)))
    .flatMap((row) => [name(row.asset), uint(time(row.time))]);
  const assets = order.map((asset) => name(history.assets[asset]));
  const counts = fields(assets.length, history.breaks.length, history.bars.length, 0);
  const head = [tag("HISTORY"), uint(1), name(history.quote), uint(seconds(history.interval)), counts];
  const words = concat([...head, ...assets, ...breaks, ...bars]);
  return { words, hash: keccak256(words) };
}

function covarianceRows({ estimator, repair, ...document }) {
  const methods = ["sample", "ewma", "dcc", "shrinkage"];
  const repairs = ["none", "clip", "nearest"];
  const optional = (text) => (text === undefined ? -1n : ratio(text));
  const opinions = document.opinions.toSorted((a, b) =>
    a.first === b.first ? byName("second")(a, b) : byName("first")(a, b),
  );
  const words = concat([
    tag("COVARIANCE"),
    uint(1),
    document.historyHash,
    fields(time(document.from), time(document.to), seconds(document.bar), document.observations),
    fields(
      methods.indexOf(estimator.method) + 1,
      estimator.volatilityFloor === "longRun" ? 1 : 0,
      estimator.seedBars ?? -1,
      repairs.indexOf(repair.method),
    ),
    fields(...["lambda", "shock", "memory", "intensity"].map((member) => optional(estimator[member]))),
    fields(
      ratio(repair.smallestBefore),
      ratio(repair.smallestAfter),
      opinions.length,
      document.underlyings.length,
    ),
    ...opinions.flatMap((row) => [name(row.first), name(row.second), int(ratio(row.correlation))]),
    ...document.underlyings.flatMap((row) => [
      name(row.underlying),
      int(ratio(row.volatility)),
      ...row.correlations.map((number) => int(ratio(number))),
    ]),
  ]);
  return { words, hash: keccak256(words) };
}

const read = (file) => JSON.parse(readFileSync(new URL(file, samples), "utf8"));
const rows = {
  engine: engineRows(read("engine.json")),
  market: marketRows(read("market.json")),
  parameters: parameterRows(read("model.json")),
  scenarios: scenarioRows(read("scenarios.json")),
  book: bookRows(read("book.json")),
  result: resultRows(read("result.json")),
  "parameters.extended": parameterRows(read("model.extended.json")),
  "result.extended": resultRows(read("result.extended.json")),
  history: historyRows(read("history.json")),
  covariance: covarianceRows(read("covariance.json")),
};
const hashes = Object.fromEntries(Object.entries(rows).map(([kind, { hash }]) => [kind, hash]));
hashes.model = keccak256(concat([tag("MODEL"), hashes.engine, hashes.parameters, hashes.scenarios]));

const profiles = new URL("verifier/documents/Profiles/", root);
const shipped = readdirSync(profiles)
  .filter((file) => file.endsWith(".model.json"))
  .map((file) => file.replace(".model.json", ""))
  .toSorted();
for (const profile of shipped) {
  const file = (kind) => new URL(`${profile}.${kind}.json`, profiles);
  const open = (kind) => JSON.parse(readFileSync(file(kind), "utf8"));
  hashes[`${profile}.parameters`] = parameterRows(open("model")).hash;
  if (existsSync(file("scenarios"))) {
    hashes[`${profile}.scenarios`] = scenarioRows(open("scenarios")).hash;
  }
}

const files = { "hashes.json": `${JSON.stringify(hashes, null, 2)}\n` };
for (const [kind, { words }] of Object.entries(rows)) {
  files[`${kind}.hex`] = `${words.slice(2).match(/.{64}/g).join("\n")}\n`;
}

let differing = 0;
for (const [file, text] of Object.entries(files)) {
  const target = new URL(file, output);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error(`differs: ${fileURLToPath(target)}`);
    differing++;
  }
}

console.log(`${Object.keys(files).length} files, ${differing} differ`);
process.exitCode = differing === 0 ? 0 : 1;

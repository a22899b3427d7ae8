// Words of the parameters of the reporting rules, from their JSON: the layouts of verifier/documents/README.md, written
// independently of the C# code. The caller brings the encoders.
const layouts = {
  undiscountedPortfolio: 2,
  standard: 3,
  priceBuckets: 4,
  span: 5,
  isolated: 6,
  cross: 7,
};

export function ruleParameterWords(model, { tag, uint, int, name, ratio, price, seconds, decimal, haircutWords }) {
  const ratios = (group, ...members) => members.map((member) => int(ratio(group[member])));
  const staged = (group) => ratios(group, "initial", "maintenance");
  const byUnderlying = (rows) => rows.toSorted((left, right) => (left.underlying < right.underlying ? -1 : 1));
  const shock = (group) => [
    ...ratios(group, "up", "down", "shortPower", "longPower"),
    uint(seconds(group.floor)),
    ...ratios(group, "minimumUp"),
  ];
  const option = (group) => ratios(
    group,
    "maximumShare",
    "minimumShare",
    "callMaintenance",
    "putMaintenance",
    "putValueMaintenance",
    "putInitialMultiple",
  );
  const tier = (row) => [
    ...ratios(row, "initial", "maintenanceFraction"),
    ...["openInterest", "lowerCap", "upperCap"].map((member) => int(decimal(row[member], 6))),
  ];
  const position = () => [
    ...tier(model.defaultTier),
    uint(model.tiers.length),
    ...byUnderlying(model.tiers).flatMap((row) => [name(row.underlying), ...tier(row)]),
    ...option(model.option),
  ];
  const thresholds = (group) => [
    ...ratios(group.confidence, "threshold", "factor"),
    ...ratios(group.peg, "threshold", "factor"),
  ];
  const scalars = {
    undiscountedPortfolio: () => [
      ...shock(model.volatilityShock),
      ...ratios(model.discount, "static", "rateMultiplier", "rateAdd"),
      ...ratios(model.contingencies.basis, "up", "down", "add", "multiplier"),
      ...ratios(model, "initialMultiplier"),
      ...ratios(model.contingencies, "perpetual", "shortOption"),
      ...thresholds(model.contingencies),
    ],
    standard: () => [
      ...staged(model.perpetual),
      ...option(model.option),
      ...staged(model.unpairedCall),
      ...thresholds(model),
    ],
    priceBuckets: () => [
      uint(model.buckets),
      uint(model.ranges.length),
      ...byUnderlying(model.ranges).flatMap((row) => [name(row.underlying), int(ratio(row.price))]),
      ...shock(model.volatilityShock),
      uint(model.extended.moves.length),
      ...model.extended.moves.map((move) => int(ratio(move))),
      int(ratio(model.extended.factor)),
      int(price(model.extended.dampener)),
      int(ratio(model.profitOffset)),
      ...ratios(model.roll, "minimum", "perYear"),
      int(price(model.deltaShock.threshold)),
      ...ratios(model.deltaShock, "perMillion", "maximum"),
      int(ratio(model.maintenanceFraction)),
    ],
    span: () => [
      uint(seconds(model.horizon)),
      uint(model.ranges.length),
      ...byUnderlying(model.ranges).flatMap((row) => [
        name(row.underlying),
        ...ratios(row, "price", "volatility", "calendarSpread", "shortOptionMinimum"),
      ]),
      ...ratios(model.extreme, "multiple", "cover"),
      ...staged(model.multiplier),
    ],
    isolated: position,
    cross: position,
  };
  return [
    tag("PARAMETERS"),
    uint(layouts[model.rule]),
    name(model.settlement),
    name(model.stableAsset),
    ...scalars[model.rule](),
    ...haircutWords(model),
  ];
}

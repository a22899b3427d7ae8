// How the contracts are optimised, for Hardhat (hardhat.config.js) and for forge (scripts/solc), so that both have the same
// bytecode.

/** The optimizer's runs: for speed, whatever the size. */
export const RUNS = 10_000;

/** What would have no room below 24,576 bytes is traded for size as far as that takes. */
export const FEWER_RUNS = {
  "contracts/MarginVault.sol": 800,
  "contracts/VaultTrading.sol": 800,
  "contracts/VaultExiting.sol": 800,
  "contracts/valuation/AccountValuation.sol": 1_500,
  "contracts/valuation/InstrumentMark.sol": 800,
};

/** The runs that a source is optimised for. */
export const runsOf = (path) => FEWER_RUNS[path] ?? RUNS;

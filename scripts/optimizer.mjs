// How the contracts are optimised, for Hardhat (hardhat.config.js) and for forge (scripts/solc), so that both have the same
// bytecode.

/** Trade speed for size: 10,000 runs leave them no room below 24,576 bytes. */
export const COMPACT = [
  "contracts/MarginVault.sol",
  "contracts/VaultTrading.sol",
  "contracts/VaultExiting.sol",
  "contracts/MarginEngine.sol",
  "contracts/valuation/AccountValuation.sol",
  "contracts/valuation/InstrumentMark.sol",
];
export const COMPACT_RUNS = 800;
export const RUNS = 10_000;

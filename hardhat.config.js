import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The one compiler: solcjs from npm, so that nothing is downloaded outside the package registry. */
const compiler = (runs) => ({
  version: "0.8.37",
  path: require.resolve("./scripts/soljson.cjs"),
  settings: {
    viaIR: true,
    evmVersion: "osaka",
    optimizer: { enabled: true, runs },
    metadata: { bytecodeHash: "none" },
  },
});

/** For contracts that 10,000 runs would push above 24,576 bytes. Also in foundry.toml. */
const compact = compiler(800);

export default {
  solidity: {
    compilers: [compiler(10_000)],
    overrides: {
      "contracts/MarginVault.sol": compact,
      "contracts/VaultTrading.sol": compact,
      "contracts/VaultExiting.sol": compact,
      "contracts/MarginEngine.sol": compact,
      "contracts/valuation/AccountValuation.sol": compact,
      "contracts/valuation/InstrumentMark.sol": compact,
    },
  },
  networks: {
    local: {
      type: "edr-simulated",
      hardfork: "osaka",
      chainType: "l1",
      chainId: 31337,
      // A recorded market is of its day, and so has to be the chain that takes it.
      ...(process.env.VERIFIABLE_CHAIN_TIME ? { initialDate: process.env.VERIFIABLE_CHAIN_TIME } : {}),
    },
  },
  paths: {
    sources: "./contracts",
    tests: "./tests/contracts",
    artifacts: "./artifacts/solidity",
    cache: "./artifacts/solidity-cache",
  },
};

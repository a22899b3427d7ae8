import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const settings = {
  viaIR: true,
  evmVersion: "osaka",
  optimizer: { enabled: true, runs: 10_000 },
  metadata: { bytecodeHash: "none" },
};

/** For the vault's two contracts, which 10,000 runs would push above 24,576 bytes. Also in foundry.toml. */
const compact = { version: "0.8.37", settings: { ...settings, optimizer: { enabled: true, runs: 200 } } };

/** The one compiler: solcjs from npm, so that nothing is downloaded outside the package registry. */
export default {
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings,
    overrides: {
      "contracts/MarginVault.sol": { ...compact, path: require.resolve("solc/soljson.js") },
      "contracts/VaultTrading.sol": { ...compact, path: require.resolve("solc/soljson.js") },
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

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The one compiler: solcjs from npm, so that nothing is downloaded outside the package registry. */
export default {
  solidity: {
    version: "0.8.37",
    path: require.resolve("solc/soljson.js"),
    settings: {
      viaIR: true,
      evmVersion: "osaka",
      optimizer: { enabled: true, runs: 10_000 },
      metadata: { bytecodeHash: "none" },
    },
  },
  networks: {
    local: { type: "edr-simulated", hardfork: "osaka", chainType: "l1", chainId: 31337 },
  },
  paths: {
    sources: "./contracts",
    tests: "./tests/contracts",
    artifacts: "./artifacts/solidity",
    cache: "./artifacts/solidity-cache",
  },
};

import { createRequire } from "node:module";
import { FEWER_RUNS, RUNS } from "./scripts/optimizer.mjs";

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

export default {
  solidity: {
    compilers: [compiler(RUNS)],
    overrides: Object.fromEntries(Object.entries(FEWER_RUNS).map(([path, runs]) => [path, compiler(runs)])),
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

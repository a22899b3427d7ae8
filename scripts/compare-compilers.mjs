// Compiles one contract of each kind of code (checked arithmetic, assembly, storage, an error) with the compiler of npm as it
// comes and with the one of soljson.cjs, and fails if a byte of the answers differs.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const wrapper = require("solc/wrapper");
const read = (path) => ({ content: readFileSync(new URL(`../${path}`, import.meta.url), "utf8") });

const files = ["contracts/MerkleBatch.sol", "contracts/BookHash.sol", "contracts/interfaces/IMarginTypes.sol"];
const settings = {
  viaIR: true,
  evmVersion: "osaka",
  optimizer: { enabled: true, runs: 800 },
  outputSelection: { "*": { "*": ["*"] } },
};
const input = (sources) => JSON.stringify({ language: "Solidity", sources, settings });
const inputs = [
  input(Object.fromEntries(files.map((file) => [file, read(file)]))),
  input({ "a.sol": { content: "contract A { function f() external returns (uint) { return g(); } }" } }),
];

// The compiler's errors travel as exceptions, so one input has an error.
const [plain, patched] = [require("solc/soljson.js"), require("./soljson.cjs")].map(wrapper);
for (const each of inputs) {
  if (plain.compile(each) !== patched.compile(each)) throw new Error("the two compilers' answers differ");
}
console.log(`${inputs.length} inputs compile to equal bytes`);

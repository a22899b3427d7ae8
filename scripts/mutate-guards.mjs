// Switches every guard of the contracts off, one at a time, and runs the contract tests until one fails.
//
//   node scripts/mutate-guards.mjs                   all guards; fails where tests/contracts/MUTANTS.md says otherwise
//   node scripts/mutate-guards.mjs --update          runs the guards that the document does not know or explain
//   node scripts/mutate-guards.mjs --update path…    all guards below these paths; both write the document
//   node scripts/mutate-guards.mjs --check           whether the document has a row for each guard and no other
//
// The copy in artifacts/guards is compiled once; each mutant is a run of its tests with another coinbase (guards.mjs).
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findGuards, readSources } from "./guards.mjs";
import { NOT_RUN, SURVIVES, UNEXPLAINED, keyOf, readDocument, writeDocument } from "./mutant-document.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const COPY = "artifacts/guards";
/** What forge remembers of the compilation. Each job has a copy: who reads it while another writes compiles anew. */
const CACHE = "artifacts/forge-cache";
const FORGE = resolve("node_modules/@foundry-rs/forge-linux-amd64/bin/forge");
const LIBRARY = "node_modules/@openzeppelin/contracts";
const REENTRANCY = `${LIBRARY}/utils/ReentrancyGuardTransient.sol`;
/** A switch costs gas and bytes, which some measure; others drive a handler through thousands of calls for its sake. */
const LEFT_OUT = [
  ...["--no-match-path", "tests/contracts/{CallGas,VaultGas,VerifierGas}.t.sol"],
  ...["--no-match-test", "^test_(Code_OfEachContract_FitsTheLimit|Handler_In)"],
];
const BUDGET = { FOUNDRY_FUZZ_RUNS: "32", FOUNDRY_INVARIANT_RUNS: "4", FOUNDRY_INVARIANT_DEPTH: "32" };

/** A run of forge mostly starts: it reads artifacts as long as it computes. */
const JOBS = 2 * availableParallelism();

const isOurs = ({ path }) => path.startsWith("contracts/") && !path.startsWith("contracts/mocks/");

function find() {
  const sources = readSources("contracts").set(REENTRANCY, readFileSync(REENTRANCY, "latin1"));
  const { guards, switched } = findGuards(sources);
  return { guards: guards.filter(isOurs), switched };
}

/** Leaves a file alone whose text is equal, since forge compiles what is newer than its answer. */
function write(path, text) {
  if (existsSync(path) && readFileSync(path, "latin1") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, "latin1");
}

function prepare(switched, tests) {
  cpSync(LIBRARY, `${COPY}/${LIBRARY}`, { recursive: true, preserveTimestamps: true });
  cpSync("tests/vectors", `${COPY}/tests/vectors`, { recursive: true });
  const ownRuns = /^ *\/\/\/ forge-config: \w+\.fuzz\.runs = \d+\n/gm;
  const viewing = [...tests].map(([path, text]) => [path, text.replace(/\bpure\b/g, "view").replace(ownRuns, "")]);
  const copies = new Map([...switched, ...viewing]);
  for (const folder of ["contracts", "tests/contracts"]) {
    if (!existsSync(`${COPY}/${folder}`)) continue;
    for (const path of readSources(folder, COPY).keys()) if (!copies.has(path)) rmSync(`${COPY}/${path}`);
  }
  for (const [path, text] of copies) write(`${COPY}/${path}`, text);
  const settings = readFileSync("foundry.toml", "latin1")
    .replace('deny = "warnings"', 'deny = "never"\ncode_size_limit = 1_000_000')
    .replace('solc = "scripts/solc"', `solc = "${resolve("scripts/solc-remembered")}"`);
  write(`${COPY}/foundry.toml`, settings);
}

/** What forge writes; that a test failed is told by its text. */
const forge = (asked, cache) =>
  new Promise((receive) => {
    const env = { ...process.env, ...BUDGET, FOUNDRY_CACHE_PATH: cache };
    const settings = { cwd: COPY, env, maxBuffer: 2 ** 30 };
    execFile(FORGE, asked, settings, (_, stdout, stderr) => receive({ stdout, stderr }));
  });

/** The tests that fail of those that are chosen: "`test` (suite)". */
async function failures(cache, ...chosen) {
  const { stdout, stderr } = await forge(["test", "--json", ...LEFT_OUT, ...chosen], cache);
  if (/^No tests /m.test(stdout + stderr)) return [];
  const begin = stdout.indexOf("{");
  if (begin < 0) throw new Error(`forge ran no test: ${stderr || stdout}`);
  return Object.entries(JSON.parse(stdout.slice(begin))).flatMap(([suite, { test_results: results }]) =>
    Object.entries(results)
      .filter(([, { status }]) => status === "Failure")
      .map(([signature]) => `\`${signature.split("(")[0]}\` (${basename(suite.split(":")[0])})`),
  );
}

/** The suites, with the names of their contracts and the text of each test. */
const suitesOf = (tests) =>
  [...tests]
    .filter(([path]) => path.endsWith(".t.sol"))
    .map(([, text]) => ({
      text,
      contracts: [...text.matchAll(/^contract (\w+)/gm)].map(([, name]) => name),
      tests: [...text.matchAll(/^ {4}function ((?:test|invariant)\w*)\(.*?^ {4}\}/gms)],
    }));

/** Tests and suites whose text names the error, or for want of one the contract. */
function naming({ error, contract }, suites) {
  const word = new RegExp(`\\b${/^[A-Z]/.test(error) ? error : contract}\\b`);
  const named = suites.filter(({ text }) => word.test(text));
  const tests = named.flatMap((suite) => suite.tests.filter(([body]) => word.test(body)).map(([, name]) => name));
  return { tests, contracts: named.flatMap(({ contracts }) => contracts) };
}

/**
 * What kills the guard's mutant: first who did the last time, then who names its error, at last anyone. Tests are never
 * chosen by path, since forge asks the compiler anew for every choice of sources.
 */
async function kill(guard, verdict, suites, cache) {
  const named = naming(guard, suites);
  const known = /^`(test\w+|invariant\w+)`/.exec(verdict ?? "");
  const byTest = (names) => ["--match-test", `^(${names.join("|")})\\(`];
  const rungs = [
    known && byTest([known[1]]),
    named.tests.length > 0 && byTest(named.tests),
    named.contracts.length > 0 && ["--match-contract", `^(${named.contracts.join("|")})$`],
    [],
  ];
  const coinbase = `0x${guard.address.slice("address(0x".length, -1).padStart(40, "0")}`;
  for (const rung of rungs.filter(Boolean)) {
    const [killer] = await failures(cache, ...rung, "--fail-fast", "--block-coinbase", coinbase);
    if (killer) return killer;
  }
  return SURVIVES;
}

const isUnexplained = (key, { verdicts, reasons }) =>
  verdicts.get(key) === SURVIVES && (reasons.get(key) ?? UNEXPLAINED) === UNEXPLAINED;

/** What the document and the guards differ in, each in a sentence. */
function disagreements(guards, document) {
  const keys = new Set(guards.map(keyOf));
  return [
    ...[...keys].filter((key) => !document.verdicts.has(key)).map((key) => `no row: ${key}`),
    ...[...document.verdicts.keys()].filter((key) => !keys.has(key)).map((key) => `no such guard: ${key}`),
    ...[...keys].filter((key) => isUnexplained(key, document)).map((key) => `survives without an argument: ${key}`),
  ];
}

async function run(switched, chosen, { verdicts }, tell) {
  const tests = readSources("tests/contracts");
  prepare(switched, tests);
  const broken = await failures(CACHE);
  if (broken.length > 0) throw new Error(`these tests fail with every guard on: ${broken.join(", ")}`);
  const suites = suitesOf(tests);
  const left = chosen.entries();
  const work = async (cache) => {
    cpSync(`${COPY}/${CACHE}`, `${COPY}/${cache}`, { recursive: true, preserveTimestamps: true });
    for (const [i, guard] of left) {
      const verdict = await kill(guard, verdicts.get(keyOf(guard)), suites, cache);
      console.log(`${i + 1}/${chosen.length} ${keyOf(guard)}: ${verdict}`);
      tell(guard, verdict);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, (_, job) => work(`${CACHE}-${job}`)));
}

const [mode, ...paths] = process.argv.slice(2);
const { guards, switched } = find();
const document = readDocument();
const problems = [];
if (mode === "--update") {
  const isOpen = (key) => (document.verdicts.get(key) ?? NOT_RUN) === NOT_RUN || isUnexplained(key, document);
  const isChosen = (guard) =>
    paths.length === 0 ? isOpen(keyOf(guard)) : paths.some((each) => guard.path.startsWith(each));
  await run(switched, guards.filter(isChosen), document, (guard, verdict) => {
    document.verdicts.set(keyOf(guard), verdict);
    writeDocument(guards, document);
  });
} else if (mode === undefined) {
  await run(switched, guards, document, (guard, verdict) => {
    const told = document.verdicts.get(keyOf(guard));
    if ((told === SURVIVES) !== (verdict === SURVIVES)) problems.push(`${keyOf(guard)}: ${verdict}, not ${told}`);
  });
} else if (mode !== "--check") throw new Error("usage: mutate-guards.mjs [--check | --update [path…]]");
if (mode !== "--update") problems.push(...disagreements(guards, document));
for (const problem of problems) console.error(problem);
console.log(`${guards.length} guards, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

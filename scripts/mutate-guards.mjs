// Takes one guard after the other out of a compiled contract and runs the contract's tests: each has to fail.
//
//   node scripts/mutate-guards.mjs CONTRACT [TEST-PATH-GLOB]
//
// A guard is a conditional jump that decides whether a custom error is thrown. It is taken out of forge's artifact, from
// which tests deploy, so that nothing is compiled again: the jump to the error never happens, or the one around it always
// does. Prints a line for each, and fails if a guard can go unnoticed.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { keccak256, toBytes } = createRequire(import.meta.url)("viem");
const FORGE = "node_modules/@foundry-rs/forge-linux-amd64/bin/forge";
const [PUSH1, PUSH2, PUSH4, PUSH32, POP, JUMP, JUMPI, JUMPDEST] = [0x60, 0x61, 0x63, 0x7f, 0x50, 0x56, 0x57, 0x5b];
const [STOP, RETURN, REVERT, INVALID] = [0x00, 0xf3, 0xfd, 0xfe];
const ENDS = [STOP, JUMP, RETURN, REVERT, INVALID];

const [contract, glob = "tests/contracts/*.t.sol"] = process.argv.slice(2);
if (!contract) throw new Error("usage: mutate-guards.mjs CONTRACT [TEST-PATH-GLOB]");
const path = `artifacts/forge/${contract}.sol/${contract}.json`;
const original = readFileSync(path, "utf8");
const artifact = JSON.parse(original);
const creation = Buffer.from(artifact.bytecode.object.slice(2), "hex");
const runtime = Buffer.from(artifact.deployedBytecode.object.slice(2), "hex");
// Immutables are zero in both, so the one lies in the other as it is.
const offset = creation.indexOf(runtime);
if (offset < 0) throw new Error(`${path}: the deployed code is no part of the creation code`);

/** Selectors of custom errors, from the interfaces that the contract's own list leaves out as well. */
function errorNames() {
  const names = new Map();
  for (const entry of artifact.abi.filter((each) => each.type === "error")) {
    const types = entry.inputs.map(canonical).join(",");
    names.set(keccak256(toBytes(`${entry.name}(${types})`)).slice(2, 10), entry.name);
  }
  return names;
}

function canonical({ type, components }) {
  if (!type.startsWith("tuple")) return type;
  return `(${components.map(canonical).join(",")})${type.slice("tuple".length)}`;
}

function instructions(code) {
  const list = [];
  for (let pc = 0; pc < code.length; ) {
    const op = code[pc];
    const size = op >= PUSH1 && op <= PUSH32 ? op - PUSH1 + 1 : 0;
    list.push({ pc, op, data: code.subarray(pc + 1, pc + 1 + size) });
    pc += 1 + size;
  }
  return list;
}

/** Blocks by their first address: their instructions, and the block behind them if they run on into it. */
function blocksOf(list) {
  const blocks = [];
  let current = [];
  const close = () => {
    if (current.length > 0) blocks.push({ start: current[0].pc, code: current, last: current.at(-1).op });
    current = [];
  };
  for (const each of list) {
    if (each.op === JUMPDEST) close();
    current.push(each);
    if (ENDS.includes(each.op) || each.op === JUMPI) close();
  }
  close();
  return blocks;
}

/** The error that a block throws: its selector is among the constants, without the zero bits at its end, or padded. */
function thrown(block, names) {
  for (const { op, data } of block.code) {
    if (op === PUSH32 && /^0{56}$/.test(data.toString("hex", 4))) {
      const name = names.get(data.toString("hex", 0, 4));
      if (name) return name;
    }
    if (op < PUSH2 || op > PUSH4) continue;
    for (let value = BigInt(`0x${data.toString("hex")}`); value > 0xffffn && value < 1n << 32n; value <<= 1n) {
      const name = names.get(value.toString(16).padStart(8, "0"));
      if (name) return name;
    }
  }
  return undefined;
}

function guardsOf(code) {
  const names = errorNames();
  const blocks = blocksOf(instructions(code));
  const at = new Map(blocks.map((block, i) => [block.start, i]));
  const target = (block) => {
    const push = block.code.at(-2);
    return push?.op === PUSH2 ? at.get(push.data.readUInt16BE()) : undefined;
  };
  // Where a block goes without a condition.
  const onward = (i) => {
    const block = blocks[i];
    if (block.last === JUMP) return target(block);
    return ENDS.includes(block.last) || block.last === JUMPI ? undefined : i + 1;
  };
  const throwsFrom = (i) => {
    for (let steps = 0; i !== undefined && steps < 4; ++steps, i = onward(i)) {
      if (blocks[i] === undefined || blocks[i].last === JUMPI) return undefined;
      const name = thrown(blocks[i], names);
      if (name) return name;
    }
    return undefined;
  };
  const guards = [];
  blocks.forEach((block, i) => {
    if (block.last !== JUMPI || target(block) === undefined) return;
    const [jumping, falling] = [throwsFrom(target(block)), throwsFrom(i + 1)];
    const pc = block.code.at(-2).pc;
    if (jumping && !falling) guards.push({ error: jumping, pc, never: true });
    if (falling && !jumping) guards.push({ error: falling, pc, never: false });
  });
  return guards;
}

/** The code without a guard, of the same length: a detour, where one is needed, stands where the metadata was. */
function without(guard) {
  const code = Buffer.from(runtime);
  if (guard.never) {
    code.set([POP, JUMPDEST, JUMPDEST, JUMPDEST], guard.pc);
    return code;
  }
  const size = code.readUInt16BE(code.length - 2) + 2;
  const detour = code.length - size;
  const [high, low] = [code[guard.pc + 1], code[guard.pc + 2]];
  code.set([JUMPDEST, POP, PUSH2, high, low, JUMP], detour);
  code.set([PUSH2, detour >> 8, detour & 0xff, JUMP], guard.pc);
  return code;
}

/** Paths of sources by the numbers that source maps have for them. */
function sourcePaths() {
  const paths = new Map();
  for (const folder of readdirSync("artifacts/forge").filter((name) => name.endsWith(".sol"))) {
    for (const file of readdirSync(`artifacts/forge/${folder}`)) {
      const { id, metadata } = JSON.parse(readFileSync(`artifacts/forge/${folder}/${file}`, "utf8"));
      const [source] = Object.keys(metadata?.settings?.compilationTarget ?? {});
      if (source) paths.set(String(id), source);
    }
  }
  return paths;
}

/** Where in the sources an address comes from, as path:line. */
function placeOf(pc) {
  const index = instructions(runtime).findIndex((each) => each.pc === pc);
  let [start, file] = ["0", "0"];
  for (const entry of artifact.deployedBytecode.sourceMap.split(";").slice(0, index + 1)) {
    const [s, , f] = entry.split(":");
    [start, file] = [s || start, f || file];
  }
  const source = paths.get(file);
  if (!source) return `address ${pc}`;
  return `${source}:${readFileSync(source).subarray(0, Number(start)).toString().split("\n").length}`;
}

function testsPass() {
  const env = { ...process.env, FOUNDRY_FUZZ_RUNS: "32", FOUNDRY_INVARIANT_RUNS: "1", FOUNDRY_INVARIANT_DEPTH: "16" };
  const run = spawnSync(FORGE, ["test", "--match-path", glob, "--fail-fast"], { env, encoding: "utf8" });
  if (/Compiling/.test(run.stdout)) throw new Error("forge compiled anew: build first");
  return run.status === 0;
}

const paths = sourcePaths();
const guards = guardsOf(runtime);
let survived = 0;
try {
  for (const guard of guards) {
    const code = Buffer.from(creation);
    code.set(without(guard), offset);
    const mutant = { ...artifact, bytecode: { ...artifact.bytecode, object: `0x${code.toString("hex")}` } };
    writeFileSync(path, JSON.stringify(mutant));
    const passed = testsPass();
    survived += passed ? 1 : 0;
    console.log(`${passed ? "SURVIVED" : "killed  "} ${contract} ${guard.error} ${placeOf(guard.pc)}`);
  }
} finally {
  writeFileSync(path, original);
}
console.log(`${contract}: ${guards.length} guards, ${survived} survived`);
process.exitCode = survived === 0 ? 0 : 1;

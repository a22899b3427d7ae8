// The compiler of npm, byte for byte, with its exception trampolines in WebAssembly.
//
// soljson.js takes every C++ call that may throw through JavaScript: invoke_* looks the function up in a table, calls it in
// a try block and tells the program what it caught. That is half of a compilation's time. The same trampolines, written
// in WebAssembly, are called without leaving it, and the compiler's own code is untouched: what it answers is equal byte
// for byte (scripts/compare-compilers.mjs).
const { readFileSync } = require("node:fs");
const { dirname } = require("node:path");
const { compileFunction } = require("node:vm");

const path = require.resolve("solc/soljson.js");
const source = readFileSync(path, "utf8");

/** Names under which the compiler exports what the trampolines need; a minifier chose them. */
const exported = (pattern) => {
  const match = source.match(pattern);
  if (!match) throw new Error(`${path} is not the build that this loader knows: ${pattern} does not occur`);
  return match[1];
};
const TABLE = exported(/wasmTable = Module\["asm"\]\["(\w+)"\]/);
const STACK_SAVE = exported(/Module\["stackSave"\] = asm\["(\w+)"\]/);
const STACK_RESTORE = exported(/Module\["stackRestore"\] = asm\["(\w+)"\]/);
const SET_THREW = exported(/Module\["_setThrew"\] = asm\["(\w+)"\]/);

/** Slots of the trampolines' own table. */
const [SAVE, RESTORE, THREW] = [0, 1, 2];
/** Trampolines without 64-bit integers, which JavaScript takes in halves and which are rare. */
const INVOKE = /^invoke_[vidf][idf]*$/;

const VALUE = { i: 0x7f, f: 0x7d, d: 0x7c };
/** What a trampoline returns after a catch; its caller asks for the exception first. */
const ZERO = { "": [], i: [0x41, 0], f: [0x43, 0, 0, 0, 0], d: [0x44, 0, 0, 0, 0, 0, 0, 0, 0] };
const [LOCAL_GET, LOCAL_SET, CALL_INDIRECT, TRY, CATCH_ALL, END, CONST] = [0x20, 0x21, 0x11, 0x06, 0x19, 0x0b, 0x41];

/** LEB128 of numbers that need no sign: every constant here is below 64. */
const number = (n) => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...number(n >>> 7)]);
const list = (items) => [...number(items.length), ...items.flat()];
const name = (text) => list([...Buffer.from(text)]);
const section = (id, body) => [id, ...number(body.length), ...body];

/** A module of one function for each name, after whose prefix come the types of its result (v: none) and arguments. */
function trampolines(names) {
  const types = [];
  const type = (args, result) => {
    const encoded = [0x60, ...list([...args].map((c) => VALUE[c])), ...list([...result].map((c) => VALUE[c]))];
    const known = types.findIndex((other) => String(other) === String(encoded));
    return known >= 0 ? known : types.push(encoded) - 1;
  };
  const indirect = (table, args, result) => [CALL_INDIRECT, ...number(type(args, result)), table];
  const helper = (slot, args, result) => [CONST, slot, ...indirect(1, args, result)];

  const signatures = names.map((invoke) => {
    const [result, ...args] = invoke.slice("invoke_".length).replace(/^v/, " ");
    return { invoke, args: args.join(""), result: result.trim() };
  });
  const bodies = signatures.map(({ args, result }) => {
    const stack = args.length + 1;
    const code = [
      ...[1, 1, VALUE.i],
      ...[...helper(SAVE, "", "i"), LOCAL_SET, stack],
      ...[TRY, VALUE[result] ?? 0x40],
      ...[...args].flatMap((_, i) => [LOCAL_GET, i + 1]),
      ...[LOCAL_GET, 0, ...indirect(0, args, result)],
      CATCH_ALL,
      ...[LOCAL_GET, stack, ...helper(RESTORE, "i", "")],
      ...[CONST, 1, CONST, 0, ...helper(THREW, "ii", "")],
      ...ZERO[result],
      ...[END, END],
    ];
    return [...number(code.length), ...code];
  });
  const functions = signatures.map(({ args, result }) => number(type("i" + args, result)));
  const exports = signatures.map(({ invoke }, i) => [...name(invoke), 0, ...number(i)]);
  exports.push([...name("functions"), 1, 0], [...name("helpers"), 1, 1]);
  const tables = [[0x70, 0, 0], [0x70, 0, 3]];
  const sections = [[1, types], [3, functions], [4, tables], [7, exports], [10, bodies]];
  const head = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  return new Uint8Array([...head, ...sections.flatMap(([id, items]) => section(id, list(items)))]);
}

/** Emscripten's hook: instantiates the compiler with the trampolines among its imports. */
function instantiateWasm({ a: imports }, receive) {
  const invokes = Object.entries(imports).filter(([, f]) => INVOKE.test(f.name));
  if (invokes.length === 0) throw new Error(`${path} is not the build that this loader knows: it imports no trampoline`);
  const module = new WebAssembly.Module(trampolines(invokes.map(([, f]) => f.name)));
  const own = new WebAssembly.Instance(module).exports;
  const replaced = Object.fromEntries(invokes.map(([key, f]) => [key, own[f.name]]));
  const compiler = new WebAssembly.Module(Module.wasmBinary);
  const instance = new WebAssembly.Instance(compiler, { a: { ...imports, ...replaced } });

  const table = instance.exports[TABLE];
  own.functions.grow(table.length);
  for (let i = 0; i < table.length; i++) own.functions.set(i, table.get(i));
  // A callback of the caller's (solcjs registers one that reads imports) comes later, behind the compiler's functions.
  const set = table.set.bind(table);
  table.set = (index, f) => {
    set(index, f);
    if (index >= own.functions.length) own.functions.grow(index + 1 - own.functions.length);
    own.functions.set(index, table.get(index));
  };
  own.helpers.set(SAVE, instance.exports[STACK_SAVE]);
  own.helpers.set(RESTORE, instance.exports[STACK_RESTORE]);
  own.helpers.set(THREW, instance.exports[SET_THREW]);
  receive(instance, compiler);
  return instance.exports;
}

const Module = { instantiateWasm };
const parameters = ["Module", "module", "exports", "require", "__filename", "__dirname"];
compileFunction(source, parameters, { filename: path })(Module, module, exports, require, path, dirname(path));

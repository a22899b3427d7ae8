// Finds every guard of the contracts in their syntax trees, and writes sources in which each can be switched off.
//
// A guard is what refuses: the condition of a revert or of `return false`, each of its alternatives apart, a modifier
// where it is used, and a call of a function require…. The switch is the block's coinbase, so that one compilation serves
// every mutant: a guard is off when the coinbase is its address. Reading it makes pure functions view, throughout.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";

const require = createRequire(import.meta.url);

/** The function whose `return false` chooses a formula and refuses nothing. */
const CHOOSING = "OptionValuation._isUnscaled";
const CHECK = /^_?require[A-Z]/;

/** The sources of a folder by path below the root; a character is a byte, as the compiler counts them. */
export const readSources = (folder, root = ".") =>
  new Map(
    readdirSync(`${root}/${folder}`, { recursive: true })
      .filter((path) => path.endsWith(".sol"))
      .map((path) => `${folder}/${path}`)
      .sort()
      .map((path) => [path, readFileSync(`${root}/${path}`, "latin1")]),
  );

/** The syntax trees of the sources, which the compiler parses and does not analyse. */
function parse(sources) {
  const solc = require("solc/wrapper")(require("./soljson.cjs"));
  const texts = [...sources].map(([path, text]) => [path, { content: Buffer.from(text, "latin1").toString() }]);
  const settings = { stopAfter: "parsing", outputSelection: { "*": { "": ["ast"] } } };
  const input = { language: "Solidity", sources: Object.fromEntries(texts), settings };
  return Object.entries(JSON.parse(solc.compile(JSON.stringify(input))).sources).map(([path, { ast }]) => [path, ast]);
}

function* nodes(node) {
  if (Array.isArray(node)) for (const each of node) yield* nodes(each);
  else if (node && typeof node === "object") {
    if (node.nodeType) yield node;
    for (const each of Object.values(node)) yield* nodes(each);
  }
}

const all = (node, type) => [...nodes(node)].filter((each) => each.nodeType === type);
const span = ({ src }) => {
  const [start, length] = src.split(":").map(Number);
  return [start, start + length];
};
const nameOf = (expression) => expression?.memberName ?? expression?.name;
const last = (body) => (body?.nodeType === "Block" ? body.statements.at(-1) : body);
const isFalse = (node) => node?.nodeType === "Return" && node.expression?.value === "false";

/** Statements are put in braces, lest an `else` behind them becomes the switch's. */
const switchStatement = (text, node) => {
  const end = text.indexOf(";", span(node)[1]) + 1;
  return (off) => [
    [span(node)[0], `{ if (block.coinbase != ${off}) `],
    [end, " }"],
  ];
};
const switchCondition = (node, refusing) => {
  const [start, end] = span(node);
  return (off) => [
    [start, "(("],
    [end, refusing ? `) && block.coinbase != ${off})` : `) || block.coinbase == ${off})`],
  ];
};
const switchUse = (node) => (off) => [[span(node)[1], `(${off})`]];
/** A modifier takes the switch of where it is used, for what stands before its placeholder. */
const switchModifier = (text, node) => {
  const placeholder = node.body.statements.find((each) => each.nodeType === "PlaceholderStatement");
  return [
    [text.indexOf("(", span(node)[0]) + 1, "address off"],
    [span(node.body)[0] + 1, " if (block.coinbase != off) {"],
    [span(placeholder)[0], "} "],
  ];
};

/** The parts of a condition that each refuse alone, and whether they do when they hold. */
function* parts(node, refusing, locals) {
  if (node.nodeType === "TupleExpression" && node.components.length === 1) {
    yield* parts(node.components[0], refusing, locals);
  } else if (node.nodeType === "UnaryOperation" && node.operator === "!") {
    yield* parts(node.subExpression, !refusing, locals);
  } else if (node.nodeType === "BinaryOperation" && node.operator === (refusing ? "||" : "&&")) {
    yield* parts(node.leftExpression, refusing, locals);
    yield* parts(node.rightExpression, refusing, locals);
  } else {
    const named = node.nodeType === "Identifier" && locals.has(node.name);
    const found = named ? [...parts(locals.get(node.name), refusing, locals)] : [];
    if (found.length > 1) yield* found;
    else yield [node, refusing];
  }
}

/** The guards of a contract's functions and modifiers. */
class Contract {
  constructor(path, text, node, modifiers) {
    Object.assign(this, { path, text, node, modifiers });
    this.functions = node.nodes.filter((each) => each.body);
    const refusing = this.functions.filter(({ body }) => body.statements.length === 1 && this.errorOf(last(body)));
    /** The errors of functions that do nothing but refuse. */
    this.refusals = new Map(refusing.map(({ name, body }) => [name, this.errorOf(last(body))]));
  }

  guards() {
    return this.functions.flatMap((each) => {
      const name = each.name || each.kind;
      if (this.refusals.has(name) || CHOOSING === `${this.node.name}.${name}`) return [];
      return [...this.uses(each), ...this.refusing(each)]
        .sort((a, b) => a.at - b.at)
        .map((guard) => ({ path: this.path, contract: this.node.name, function: name, ...guard }));
    });
  }

  textOf(node) {
    return Buffer.from(this.text.slice(...span(node)), "latin1")
      .toString()
      .replace(/\s+/g, " ");
  }

  errorOf(statement) {
    if (statement?.nodeType === "RevertStatement") return nameOf(statement.errorCall.expression).split(".").at(-1);
    if (isFalse(statement)) return "false";
    return statement?.nodeType === "ExpressionStatement"
      ? this.refusals?.get(nameOf(statement.expression.expression))
      : undefined;
  }

  uses({ modifiers = [] }) {
    return modifiers
      .filter(({ modifierName }) => this.modifiers.has(modifierName.name))
      .map((node) => ({ at: span(node)[0], error: "–", condition: node.modifierName.name, edits: switchUse(node) }));
  }

  *refusing({ body }) {
    const locals = new Map(
      all(body, "VariableDeclarationStatement")
        .filter(({ declarations: [first, second], initialValue }) => first && !second && initialValue)
        .filter(({ declarations: [{ typeName }] }) => typeName.name === "bool")
        .map(({ declarations: [{ name }], initialValue }) => [name, initialValue]),
    );
    const branches = all(body, "IfStatement").filter(({ trueBody }) => this.errorOf(last(trueBody)));
    const conditional = new Set(branches.map(({ trueBody }) => last(trueBody)));
    const answers = branches.some(({ trueBody }) => isFalse(last(trueBody)));

    for (const { condition, trueBody } of branches)
      yield* this.conditions(this.errorOf(last(trueBody)), condition, true, locals);
    for (const node of nodes(body)) {
      if (node.nodeType === "RevertStatement" && !conditional.has(node)) {
        yield this.statement(this.errorOf(node), "otherwise", node);
      } else if (node.nodeType === "Return" && answers && node.expression.nodeType !== "Literal") {
        yield* this.conditions("false", node.expression, false, locals);
      } else if (node.nodeType === "ExpressionStatement" && CHECK.test(nameOf(node.expression.expression))) {
        yield this.statement("–", this.textOf(node.expression), node);
      }
    }
  }

  statement(error, condition, node) {
    return { at: span(node)[0], error, condition, edits: switchStatement(this.text, node) };
  }

  *conditions(error, expression, refusing, locals) {
    for (const [part, when] of parts(expression, refusing, locals)) {
      const condition = when ? this.textOf(part) : `not ${this.textOf(part)}`;
      yield { at: span(part)[0], error, condition, edits: switchCondition(part, when) };
    }
  }
}

const insert = (text, edits) =>
  edits
    .map((edit, order) => [...edit, order])
    .sort(([a, , i], [b, , j]) => b - a || j - i)
    .reduce((result, [at, added]) => result.slice(0, at) + added + result.slice(at), text);

/** The address that switches a guard off: its key's hash, so that another guard more renumbers none. */
const addressOf = (key) => `address(0x${createHash("sha256").update(key).digest("hex").slice(0, 12)})`;

/**
 * Every guard of the sources: where it is, with what and when it refuses, and the address that switches it off.
 * @returns {{ guards: object[], switched: Map<string, string> }} also the sources in which each can be switched off
 */
export function findGuards(sources) {
  const trees = parse(sources);
  const modifiers = new Set(all(trees, "ModifierDefinition").map(({ name }) => name));
  const guards = [];
  const switched = new Map();
  const seen = new Map();
  for (const [path, tree] of trees) {
    const text = sources.get(path);
    const edits = all(tree, "ModifierDefinition").flatMap((node) => switchModifier(text, node));
    const contracts = all(tree, "ContractDefinition").map((node) => new Contract(path, text, node, modifiers));
    for (const { edits: edit, ...guard } of contracts.flatMap((contract) => contract.guards())) {
      const key = [path, guard.contract, guard.function, guard.error, guard.condition].join(" ");
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      const address = addressOf(`${key} ${count}`);
      edits.push(...edit(address));
      guards.push({ ...guard, address, condition: count > 1 ? `${guard.condition} (${count})` : guard.condition });
    }
    switched.set(path, insert(text, edits).replace(/\bpure\b/g, "view"));
  }
  return { guards, switched };
}

// tests/contracts/MUTANTS.md: which test notices that a guard is gone, and why none does where none does.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const PATH = "tests/contracts/MUTANTS.md";
export const SURVIVES = "survives";
export const NOT_RUN = "not run";
export const UNEXPLAINED = "unexplained";

const INTRODUCTION = `# Mutants

Every guard of the contracts, switched off alone, and a test that then fails. A guard is what refuses: each alternative
of the condition of a revert or of \`return false\`, each use of a modifier, each call of a function \`require…\`. The last
two have no error of their own (–); \`false\` is a refusal by value, "otherwise" a revert that follows no condition. What the
compiler refuses (overflow, bounds, the range of an enum) and what libraries of others refuse is not among them.

\`node scripts/mutate-guards.mjs --update [path…]\` writes this file: one compilation, in which the block's coinbase
switches guards off, and a run of forge for each. \`scripts/test.sh\` checks that each guard has its row; with \`--long\` it
runs all of them again. Runs are short (32 of a fuzz test, 4 sequences of 32 calls), and tests that measure gas or size
are left out, so that what is killed here is killed by examples. What survives is argued to be equivalent, or says which
test it is owed.
`;

const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const cellsOf = (text) =>
  text
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
const table = (head, rows) => [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");

function cells({ function: name, error, condition }) {
  const unless = condition.startsWith("not ");
  const told = unless ? `unless \`${condition.slice("not ".length)}\`` : `\`${condition}\``;
  return [`\`${name}\``, error === "–" ? error : `\`${error}\``, condition === "otherwise" ? condition : told];
}

/** What a row is found by: source, function, error and condition, no number of a line. */
export const keyOf = (guard) => [guard.path, ...cells(guard)].join(" | ");

/** What each guard's row says by the guard's key, and why those survive that do. */
export function readDocument() {
  const verdicts = new Map(),
    reasons = new Map();
  if (!existsSync(PATH)) return { verdicts, reasons };
  let heading = "",
    inBody = false;
  for (const text of readFileSync(PATH, "utf8").split("\n")) {
    if (text.startsWith("## ")) heading = text.slice(3);
    if (inBody && text.startsWith("|")) {
      const row = cellsOf(text);
      if (heading === "Survivors")
        reasons.set([row[0].replaceAll("`", ""), ...row.slice(1, -1)].join(" | "), row.at(-1));
      else verdicts.set([heading, ...row.slice(0, -1)].join(" | "), row.at(-1));
    }
    inBody = text.startsWith("|") && (inBody || text.startsWith("|-"));
  }
  return { verdicts, reasons };
}

export function writeDocument(guards, { verdicts, reasons }) {
  const verdictOf = (guard) => verdicts.get(keyOf(guard)) ?? NOT_RUN;
  const survivors = guards.filter((guard) => verdictOf(guard) === SURVIVES);
  const paths = [...new Set(guards.map(({ path }) => path))];
  const unrun = guards.filter((guard) => verdictOf(guard) === NOT_RUN).length;
  const killed = guards.length - survivors.length - unrun;
  const counts = [
    `${guards.length} guards in ${paths.length} sources: ${killed} killed, ${survivors.length} survive`,
    ...(unrun > 0 ? [`${unrun} not run`] : []),
  ];
  const survivorRows = survivors.map((guard) => [
    `\`${guard.path}\``,
    ...cells(guard),
    reasons.get(keyOf(guard)) ?? UNEXPLAINED,
  ]);
  const parts = paths.map((path) => {
    const rows = guards.filter((guard) => guard.path === path).map((guard) => [...cells(guard), verdictOf(guard)]);
    return `## ${path}\n\n${table(["function", "error", "refuses", "killed by"], rows)}\n`;
  });
  const head = ["source", "function", "error", "refuses", "why it survives"];
  const survivorPart = `## Survivors\n\n${survivors.length ? table(head, survivorRows) : "None."}\n`;
  writeFileSync(PATH, [INTRODUCTION, `${counts.join(", ")}.\n`, survivorPart, ...parts].join("\n"));
}

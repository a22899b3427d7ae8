// Packs the npm package @verifiable/contracts: node scripts/pack-contracts.mjs FOLDER. Prints the package's path.
// What goes in is listed in contracts/package.json; ABIs and licence are added. The version is the project's, the
// dependency the one that the contracts are compiled with.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const solc = createRequire(import.meta.url)("solc");
const read = (...path) => readFileSync(join(...path), "utf8");

/** The ABIs of interfaces and of contracts that can be deployed, as pairs of name and ABI. */
function abis() {
  const folders = ["contracts", "contracts/interfaces"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".sol"))
      .map((name) => `${folder}/${name}`),
  );
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((file) => [file, { content: read(root, file) }])),
    settings: { outputSelection: Object.fromEntries(files.map((file) => [file, { "*": ["abi"], "": ["ast"] }])) },
  };
  const find = (path) => ({ contents: read(root, path.startsWith("contracts/") ? "" : "node_modules", path) });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  const errors = (output.errors ?? []).filter((error) => error.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  return files.flatMap((file) =>
    output.sources[file].ast.nodes
      .filter((node) => node.contractKind === "interface" || (node.contractKind === "contract" && !node.abstract))
      .map((node) => [node.name, output.contracts[file][node.name].abi]),
  );
}

function stage(folder) {
  cpSync(join(root, "contracts"), folder, { recursive: true });
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  mkdirSync(join(folder, "abi"));
  for (const [name, abi] of abis()) {
    writeFileSync(join(folder, "abi", `${name}.json`), `${JSON.stringify(abi, null, 2)}\n`);
  }
  const manifest = JSON.parse(read(folder, "package.json"));
  manifest.version = /<Version>([^<]+)<\/Version>/.exec(read(root, "Directory.Build.props"))[1];
  const name = "@openzeppelin/contracts";
  manifest.dependencies = { [name]: JSON.parse(read(root, "package.json")).dependencies[name] };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

const [destination] = process.argv.slice(2);
if (destination === undefined) {
  process.stderr.write("usage: node scripts/pack-contracts.mjs FOLDER\n");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "verifiable-contracts-"));
try {
  stage(folder);
  mkdirSync(destination, { recursive: true });
  const npm = ["pack", "--offline", "--ignore-scripts", "--json", "--pack-destination", resolve(destination)];
  const [packed] = JSON.parse(execFileSync("npm", npm, { cwd: folder, encoding: "utf8" }));
  process.stdout.write(`${join(resolve(destination), packed.filename)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

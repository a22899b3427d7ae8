// Runs a .NET program on Mono WebAssembly under Node: run.mjs PACK PROGRAM.dll [ARGUMENT...]. PACK is the unpacked package
// Microsoft.NETCore.App.Runtime.Mono.browser-wasm. The runtime loads everything from its own folder, so runtime and
// program are laid out in a temporary one, which is removed at the end.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [pack, program, ...programArguments] = process.argv.slice(2);
const native = join(pack, 'runtimes/browser-wasm/native');
const library = join(pack, 'runtimes/browser-wasm/lib/net10.0');
const home = mkdtempSync(join(tmpdir(), 'verifiable-wasm-'));

/** The program, what it refers to, and of the library what those refer to, all the way down. */
function assembliesOf(first) {
  const found = new Map();
  const waiting = [first, join(library, 'System.Runtime.InteropServices.JavaScript.dll')];
  while (waiting.length > 0) {
    const file = waiting.pop();
    if (found.has(basename(file))) continue;
    found.set(basename(file), file);
    const bytes = readFileSync(file).toString('latin1');
    for (const folder of [dirname(first), library]) {
      for (const other of readdirSync(folder).filter((name) => name.endsWith('.dll'))) {
        // Names of referenced assemblies stand in the metadata's strings, each between two zero bytes.
        if (bytes.includes(`\0${other.slice(0, -4)}\0`)) waiting.push(join(folder, other));
      }
    }
  }
  return found;
}

const asset = (name) => ({ name, virtualPath: name });
const isCore = (name) => /^System\.(Private\.CoreLib|Runtime\.InteropServices\.JavaScript)\.dll$/.test(name);

try {
  const runtime = ['dotnet.js', 'dotnet.native.js', 'dotnet.runtime.js', 'dotnet.native.wasm', 'System.Private.CoreLib.dll'];
  for (const name of runtime) cpSync(join(native, name), join(home, name));
  const assemblies = assembliesOf(program);
  assemblies.delete('System.Private.CoreLib.dll');
  for (const [name, file] of assemblies) cpSync(file, join(home, name));
  const names = [...assemblies.keys()].sort();
  process.chdir(home);
  const { dotnet } = await import(pathToFileURL(join(home, 'dotnet.js')));
  const { runMain } = await dotnet
    .withConfig({
      mainAssemblyName: basename(program),
      globalizationMode: 'invariant',
      resources: {
        jsModuleNative: [{ name: 'dotnet.native.js' }],
        jsModuleRuntime: [{ name: 'dotnet.runtime.js' }],
        wasmNative: [{ name: 'dotnet.native.wasm' }],
        coreAssembly: [asset('System.Private.CoreLib.dll'), ...names.filter(isCore).map(asset)],
        assembly: names.filter((name) => !isCore(name)).map(asset),
      },
    })
    .create();
  process.exitCode = await runMain(basename(program), programArguments);
} catch (failure) {
  console.error(failure);
  process.exitCode = 1;
} finally {
  process.chdir(tmpdir());
  rmSync(home, { recursive: true });
  process.exit();
}

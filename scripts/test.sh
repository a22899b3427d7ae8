#!/usr/bin/env bash
# Runs every test of the project and ends with one line: N passed, N failed. --long adds the long campaigns.
source "$(dirname "$0")/common.sh"
[ "${1:-}" = "--long" ] && export VERIFIABLE_LONG=1
started=$(date +%s)

bash scripts/setup.sh
rm -rf artifacts/logs artifacts/test-counts
mkdir -p artifacts/test-counts

build_contracts() { hardhat build --no-tests; }
build_dotnet() { dotnet build Verifiable.sln -c Release --no-restore -nodeReuse:false -p:UseSharedCompilation=false; }

dotnet_suite() { dotnet test "$1" -c Release --no-build --logger "console;verbosity=normal"; }

count_dotnet() {
  local log=$1
  awk '/^ *Passed: +[0-9]+/{p=$2} /^ *Failed: +[0-9]+/{f=$2} /^ *Skipped: +[0-9]+/{s=$2} END{print p+0, f+0, s+0}' "$log"
}

count_forge() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" |
    awk '/^Ran [0-9]+ test suites?/ { for (i = 1; i <= NF; i++) { if ($(i+1) == "tests" && $(i+2) == "passed,") p = $i;
         if ($(i+1) == "failed,") f = $i; if ($(i+1) == "skipped") s = $i } } END { print p + 0, f + 0, s + 0 }'
}

forge_suite() {
  local forge=node_modules/@foundry-rs/forge-linux-amd64/bin/forge
  [ -x "$forge" ] || { echo "forge is not installed on this system: contract tests skipped"; return 0; }
  local profile=default
  [ -z "${VERIFIABLE_LONG:-}" ] || profile=long
  FOUNDRY_PROFILE=$profile "$forge" test
}

# The compiler of the contract tests keeps one core busy for minutes, so it runs beside everything else.
forge_in_background() { stage "forge tests" forge_suite >artifacts/test-counts/forge.line; }
forge_in_background &
forge_pid=$!
trap 'kill "$forge_pid" 2>/dev/null || true' EXIT

failures=0
stage "contracts build" build_contracts
stage "dotnet build" build_dotnet

run() { stage "$@" || failures=$((failures + 1)); }
run "engine tests" dotnet_suite tests/engine
# Its programs run for a second each: a compiler that watches them first costs more than it gains.
DOTNET_TieredPGO=0 run "verifier tests" dotnet_suite tests/verifier
run "conformance tests" dotnet_suite tests/conformance
run "neo tests" dotnet_suite tests/neo
run "table of mutants" node scripts/mutate-guards.mjs --check
[ -z "${VERIFIABLE_LONG:-}" ] || run "compiler comparison" node scripts/compare-compilers.mjs
wait "$forge_pid" || failures=$((failures + 1))
cat artifacts/test-counts/forge.line
# Every guard off, one at a time, and the tests until one fails.
[ -z "${VERIFIABLE_LONG:-}" ] || run "mutants of the guards" node scripts/mutate-guards.mjs
STAGES+=("$(head -n 1 artifacts/test-counts/forge.line)")

passed=0 failed=0 skipped=0
for log in artifacts/logs/forge-tests.log artifacts/logs/engine-tests.log artifacts/logs/verifier-tests.log \
  artifacts/logs/conformance-tests.log artifacts/logs/neo-tests.log; do
  case "$log" in *forge*) counts=$(count_forge "$log") ;; *) counts=$(count_dotnet "$log") ;; esac
  read -r p f s <<<"$counts"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  [ $((p + f)) -gt 0 ] || { echo "no test ran in $log"; failures=$((failures + 1)); }
done

printf '\nskipped tests and their reasons:\n'
grep -hE -A3 '\[SKIP\]|Skipped ' artifacts/logs/*-tests.log | sed 's/^ *//' | grep -v '^--$' | sort -u | head -40 || true
printf '\nstage times, %d s in all:\n' $(($(date +%s) - started))
printf '  %s\n' "${STAGES[@]}"
if [ "$failures" -gt 0 ] && [ "$failed" -eq 0 ]; then failed=$failures; fi
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]

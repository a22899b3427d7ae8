#!/usr/bin/env bash
# The main job on real input: a real option chain, a book, its margin, a 3-of-5 attestation, a contract that lets the free
# money out and refuses one unit more, an auditor's replay, a crash, a liquidation. Nothing is left running.
source "$(dirname "$0")/common.sh"
started=$(date +%s)
work=artifacts/demo
mkdir -p "$work"
find "$work" -mindepth 1 -delete

# The chain lives as long as this script holds its standard input open, whatever ends the script.
hold=
chain_pid=
finish() {
  local code=$?
  if [ -n "$hold" ]; then exec {hold}>&-; fi
  while [ -n "$chain_pid" ] && kill -0 "$chain_pid" 2>/dev/null; do sleep 0.1; done
  [ "$code" -eq 0 ] || echo "demo: failed with exit code $code; logs are in artifacts/logs"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

program=artifacts/bin/Verifiable.Cli/release/verifiable.dll
verifiable() { dotnet "$program" "$@"; }
field() { node -p 'const path=process.argv[2].split("."); path.reduce((o,k)=>o[k], JSON.parse(require("fs").readFileSync(process.argv[1],"utf8")))' "$@"; }
# step NAME COMMAND...: one progress line with the time it took; a failure shows the end of its log.
step() { stage "$@" || exit 1; }

build_command_line() { dotnet build verifier/cli -c Release --no-restore -nodeReuse:false -p:UseSharedCompilation=false; }
build_contracts() { hardhat build --no-tests; }

chain=tests/data/option-chains/deribit_eth_2024-01-08_book_summary.csv.gz
prices=tests/data/prices/hourly_ohlc_stress_2020-03.csv.gz
password="$work/password"
cost=1024 # Throw-away keys: a real one takes the default.

make_keys() {
  echo "demo password" >"$password"
  local name
  for name in attester1 attester2 attester3 attester4 attester5 publisher1 publisher2 publisher3 alice bob keeper; do
    verifiable keys new "$work/$name.json" --password-file "$password" --scrypt-cost "$cost"
  done
  committee 3 attester1 attester2 attester3 attester4 attester5 >"$work/attesters.json"
  committee 2 publisher1 publisher2 publisher3 >"$work/publishers.json"
}

committee() {
  local threshold=$1 name signers=
  shift
  for name in "$@"; do signers="$signers${signers:+,}\"$(verifiable keys address "$work/$name.json")\""; done
  printf '{"threshold":%d,"signers":[%s]}\n' "$threshold" "$signers"
}

start_chain() {
  : >"$work/chain.json"
  exec {hold}> >(exec dotnet "$program" chain up --port 0 --time 2024-01-08T11:10:00Z --until-input-ends --json \
    >"$work/chain.json" 2>"$work/chain.log")
  chain_pid=$!
  local waited=0
  until grep -q '"url"' "$work/chain.json"; do
    kill -0 "$chain_pid" || { cat "$work/chain.log"; return 1; }
    [ "$waited" -lt 600 ] || return 1
    waited=$((waited + 1))
    sleep 0.1
  done
}

import_market() {
  verifiable import deribit "$chain" --round floor --asset USDC=1 -o "$work/market.json"
}

deploy() {
  verifiable chain deploy -m "$work/market.json" --attesters "$work/attesters.json" \
    --publishers "$work/publishers.json" --max-age 120s
}

publish() {
  verifiable chain publish -m "$1" --publishers "$work/publishers.json" --signer "$work/publisher1.json" \
    --signer "$work/publisher2.json" --password-file "$password" --advance-clock
}

# fund NAME AMOUNT: opens the key's account and deposits cash.
fund() {
  verifiable chain open --keystore "$work/$1.json" --password-file "$password" >"$work/$1.account"
  verifiable chain deposit "$(cat "$work/$1.account")" "$2" --keystore "$work/$1.json" --password-file "$password" --mint
}

fund_accounts() { fund alice 250000 && fund bob 2000000; }

# mark VENUE_NAME: the venue's own mark in dollars, from the chain file.
mark() {
  gunzip -c "$chain" | awk -F, -v name="$1" 'NR==1{for(i=1;i<=NF;i++)c[$i]=i} $c["instrument_name"]==name{printf "%.2f", $c["mark_price"]*$c["underlying_price"]}'
}

signers=(--signers "$work/attesters.json" --signer "$work/attester1.json" --signer "$work/attester2.json"
  --signer "$work/attester3.json" --password-file "$password")

trade() {
  verifiable chain trade -m "$work/market.json" \
    --party "$(cat "$work/alice.account")=$work/alice.json" --party "$(cat "$work/bob.account")=$work/bob.json" \
    --fill "ETH/USD:USD-240126-2400-C=-40@$(mark ETH-26JAN24-2400-C)" \
    --fill "ETH/USD:USD-240126-2000-P=-60@$(mark ETH-26JAN24-2000-P)" \
    --fill "ETH/USD:USD-240329-2200-P=15@$(mark ETH-29MAR24-2200-P)" "${signers[@]}"
}

# book NAME: the account's book as the vault has it, and its margin.
margin() {
  verifiable chain status "$(cat "$work/$1.account")" -b "$work/$1.book.json"
  verifiable margin -m "$2" -b "$work/$1.book.json" --json >"$work/$1.margin.json"
}

# attest PURPOSE MARKET OUT [OPTION...]: one machine computes and signs, two more recompute and sign.
attest() {
  local purpose=$1 market=$2 out=$3
  shift 3
  verifiable attest -m "$market" -b "$work/alice.book.json" --purpose "$purpose" "$@" --signers "$work/attesters.json" \
    --keystore "$work/attester1.json" --password-file "$password" -o "$out"
  verifiable sign "$out" --keystore "$work/attester2.json" --password-file "$password"
  verifiable sign "$out" --keystore "$work/attester4.json" --password-file "$password"
}

withdraw() {
  local free
  free=$(field "$work/alice.margin.json" excess)
  attest withdraw "$work/market.json" "$work/withdraw.vmb" --amount "$free" --to "$(verifiable keys address "$work/alice.json")"
  verifiable chain withdraw "$work/withdraw.vmb" --keystore "$work/alice.json" --password-file "$password" --json \
    >"$work/withdraw.json"
}

# One unit more than is free: honestly attested, and refused by the vault by name.
refuse_one_more() {
  margin alice "$work/market.json"
  attest withdraw "$work/market.json" "$work/one-more.vmb" --amount 0.000001 --to "$(verifiable keys address "$work/alice.json")"
  local code=0
  verifiable chain withdraw "$work/one-more.vmb" --keystore "$work/alice.json" --password-file "$password" --json \
    >"$work/refusal.json" || code=$?
  cat "$work/refusal.json"
  [ "$code" -eq 6 ] && grep -q InitialMarginNotMet "$work/refusal.json"
}

replay() { verifiable replay "$work/withdraw.vmb" --signers "$work/attesters.json" --rpc-url "$ETH_RPC_URL" --json | tee "$work/replay.json"; }

# One byte in the middle of the file: whatever it belongs to, the replay has to refuse it.
refuse_corruption() {
  node -e '
    const fs = require("fs");
    const bytes = fs.readFileSync(process.argv[1]);
    bytes[bytes.length >> 1] ^= 1;
    fs.writeFileSync(process.argv[2], bytes);' "$work/withdraw.vmb" "$work/corrupt.vmb"
  local code=0
  verifiable replay "$work/corrupt.vmb" --signers "$work/attesters.json" --json >"$work/corrupt.json" || code=$?
  cat "$work/corrupt.json"
  [ "$code" -eq 1 ] || [ "$code" -eq 3 ]
}

crash() {
  node scripts/stress-market.mjs "$work/market.json" "$prices" ETH --after 300 >"$work/crash.json" && publish "$work/crash.json"
}

liquidate() {
  margin alice "$work/crash.json"
  verifiable chain liquidate --scenario auto -m "$work/crash.json" -b "$work/alice.book.json" \
    --keystore "$work/keeper.json" --password-file "$password" --json >"$work/liquidate.json"
}

# The first bid needs a round after the one that opened the auction.
sell_a_slice() {
  node scripts/stress-market.mjs "$work/market.json" "$prices" ETH --after 360 >"$work/next.json" && publish "$work/next.json"
  verifiable chain bid -m "$work/next.json" -b "$work/alice.book.json" \
    --party "$(cat "$work/bob.account")=$work/bob.json" "${signers[@]}" --json >"$work/bid.json"
}

report() {
  verifiable margin -m "$work/market.json" -b "$work/before.book.json" --html "$work/report.html" >/dev/null
  node -e '
    const fs = require("fs"), work = process.argv[1];
    const read = (name) => JSON.parse(fs.readFileSync(`${work}/${name}.json`, "utf8"));
    const margin = read("before"), withdraw = read("withdraw"), liquidate = read("liquidate"), bid = read("bid");
    fs.writeFileSync(`${work}/summary.json`, JSON.stringify({
      equity: margin.equity, initialMargin: margin.initialMargin, maintenanceMargin: margin.maintenanceMargin,
      withdraw: { status: withdraw.status, amount: withdraw.amount, gas: withdraw.gas },
      refusal: { error: read("refusal").error.value.split("(")[0], code: read("refusal").error.code },
      replay: read("replay").replay, corruption: read("corrupt").error.code,
      liquidate: { status: liquidate.status, gas: liquidate.gas }, bid,
    }, null, 2) + "\n");' "$work"
}

bash scripts/setup.sh
step "build the command line" build_command_line
step "build the contracts" build_contracts
step "make 11 keys" make_keys
step "start a Hardhat node" start_chain
ETH_RPC_URL=$(field "$work/chain.json" url)
export ETH_RPC_URL
step "import a real option chain" import_market
step "deploy the contracts" deploy
step "publish the market" publish "$work/market.json"
step "open and fund two accounts" fund_accounts
step "trade through the gate" trade
step "compute the margin" margin alice "$work/market.json"
cp "$work/alice.margin.json" "$work/before.json"
cp "$work/alice.book.json" "$work/before.book.json"
step "attest 3 of 5, withdraw all free" withdraw
step "one unit more is refused" refuse_one_more
step "replay the bundle" replay
step "one corrupt byte is refused" refuse_corruption
step "crash of 2020-03-12" crash
step "liquidate by witness" liquidate
step "sell a slice at auction" sell_a_slice
step "write summary and report" report

printf '\n'
cat "$work/summary.json"
printf '\n%s: the picture\n%d s in all\n' "$work/report.html" $(($(date +%s) - started))

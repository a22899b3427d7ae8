#!/usr/bin/env bash
# Shows the Neo vault at work: deposit, trade, withdrawal, refusal, liquidation, with their GAS, on the node's own engine and
# on a private chain over RPC; then one bundle of the command line, paid by the vault on a Hardhat node and by the one on Neo.
source "$(dirname "$0")/common.sh"

bash scripts/setup.sh
stage "contracts build" hardhat build --no-tests
stage "build" dotnet build tests/neo -c Release -nodeReuse:false -p:UseSharedCompilation=false
dotnet test tests/neo -c Release --no-build --filter "VaultSessionTests|BothVaultsTests" \
  --logger "console;verbosity=detailed" |
  sed -n '/\[SKIP\]/p;/Skipped /,/^$/p;/Standard Output Messages:/,/^$/p' | sed '/Standard Output Messages:/d;s/^ *//'

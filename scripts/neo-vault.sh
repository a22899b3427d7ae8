#!/usr/bin/env bash
# Shows the Neo vault at work on the node's own engine: deposit, trade, withdrawal, refusal, liquidation, with their GAS.
source "$(dirname "$0")/common.sh"

bash scripts/setup.sh
stage "build" dotnet build tests/neo -c Release -nodeReuse:false -p:UseSharedCompilation=false
dotnet test tests/neo -c Release --no-build --filter VaultSessionTests --logger "console;verbosity=detailed" |
  sed -n '/Standard Output Messages:/,/^$/p' | sed '1d;s/^ *//'

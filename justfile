# `just` lists the recipes; `just ready` is what CI runs.

_list:
    @just --list --unsorted

# What CI runs: everything that has to pass before a change goes in
ready:
    scripts/test

# Install what the tests need (as root on Debian)
setup:
    scripts/test --install

# Format the code
fmt:
    cargo fmt

# Lint the code
lint:
    cargo clippy --all-targets --locked -- -D warnings

# Run the Rust tests, or those whose name contains FILTER
test *FILTER:
    cargo test --locked {{ FILTER }}

# Look through the snapshots that changed (needs cargo-insta)
review:
    cargo insta review

# Check the handbook
check *OPTIONS:
    cargo run --release -- check handbook {{ OPTIONS }}

# Build the site into output/
build *OPTIONS:
    cargo run --release -- build handbook {{ OPTIONS }}

# Build the site and open it straight from its folder
open: build
    xdg-open output/index.html || open output/index.html

# Build the site and serve it on this machine only
preview PORT="8000": build
    python3 -m http.server --bind 127.0.0.1 --directory output {{ PORT }}

# Read the built site in Chromium, or only some subjects: `--only keyboard`
browser *OPTIONS: build
    node tests/browser/run.mjs output {{ OPTIONS }}

# Screenshots of PAGES, such as zh/roles/index.html, into FOLDER
screenshots FOLDER +PAGES: build
    scripts/screenshots {{ FOLDER }} {{ PAGES }}

# Measure the speed
bench *FILTER:
    cargo bench --locked {{ FILTER }}

# What the dependencies may be, and spelling (needs cargo-deny and typos)
audit:
    cargo deny check
    typos

#!/usr/bin/env bash
# The one door of the project. What a command needs and can be installed is installed on the way;
# work whose inputs have not changed since is not done again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'USAGE'
./build.sh build   the npm package in pkg/dist and the page in www/dist
./build.sh serve   build, then serve the admin page on http://localhost:8080
./build.sh test    every test: host, Wasm in Node and in Chromium, package, page
./build.sh lint    formatting, lints and types of Rust and TypeScript
./build.sh docs    the pages about the rules in docs/rules
./build.sh bench   speed and size beside other validators; writes docs/performance.md
USAGE
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# newer OUTPUT INPUT...: OUTPUT exists and no file in INPUT... is newer
newer() {
  local output=$1
  shift
  [ -e "$output" ] && [ -z "$(find "$@" -type f -newer "$output" -print -quit 2>/dev/null)" ]
}

# --- what must be there -----------------------------------------------------------------------------------------

need_cargo() {
  command -v cargo >/dev/null || fail 'cargo is missing: install Rust from https://rustup.rs, then run this again'
}

need_node() {
  command -v node >/dev/null || fail 'node is missing: install Node.js 20.19 or later, then run this again'
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
    fail "Node.js 20.19 or later is needed, this is $(node --version)"
}

need_packages() {
  need_node
  newer node_modules/.package-lock.json package-lock.json && return
  say 'installing npm packages'
  npm ci
  touch node_modules/.package-lock.json
}

# The bundlers and runtimes that the package is tried in: large, and of no use to anything else.
need_packaging_tools() {
  newer tests/packaging/node_modules/.package-lock.json tests/packaging/package-lock.json && return
  say 'installing bundlers and runtimes'
  # not npm ci: it wants every platform's binaries of optional packages in the lock file, and registries lack some
  (cd tests/packaging && npm install)
  touch tests/packaging/node_modules/.package-lock.json
}

need_wasm_target() {
  need_cargo
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  command -v rustup >/dev/null || fail 'the Rust target wasm32-unknown-unknown is missing, and there is no rustup to add it'
  rustup target add wasm32-unknown-unknown
}

# wasm-bindgen's command line must have exactly the version of the library in Cargo.lock.
need_wasm_bindgen() {
  need_wasm_target
  local version
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
  export PATH="$PWD/target/tools/bin:$PATH"
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $version" ] &&
    [ "$(wasm-bindgen-test-runner --version 2>/dev/null)" = "wasm-bindgen-test-runner $version" ] && return
  say "installing wasm-bindgen $version"
  # without --locked: the lock file of the release names a yanked package
  cargo install --quiet wasm-bindgen-cli --version "$version" --root target/tools
}

find_first() {
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}

# Sets CHROMIUM and CHROMEDRIVER.
need_chromium() {
  export CHROMIUM=${CHROMIUM:-$(find_first chromium chromium-browser google-chrome || true)}
  export CHROMEDRIVER=${CHROMEDRIVER:-$(find_first chromedriver || true)}
  if { [ -z "$CHROMIUM" ] || [ -z "$CHROMEDRIVER" ]; } && [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
    say 'installing Chromium'
    apt-get update --quiet && apt-get install --quiet --yes --no-install-recommends chromium chromium-driver || true
    CHROMIUM=${CHROMIUM:-$(find_first chromium chromium-browser google-chrome || true)}
    CHROMEDRIVER=${CHROMEDRIVER:-$(find_first chromedriver || true)}
  fi
  if [ -z "$CHROMIUM" ]; then
    npx playwright install chromium
    CHROMIUM=$(node -p 'require("playwright-core").chromium.executablePath()')
  fi
  [ -n "$CHROMEDRIVER" ] || fail 'chromedriver is missing: install the one of your Chromium (Debian: chromium-driver), or name it in CHROMEDRIVER'
}

# --- the commands -----------------------------------------------------------------------------------------------

# No path of this machine in the Wasm, and loops as they are written: unrolled, unswitched, rotated and with counters made anew they
# are no faster there, and weigh 3 % more once packed.
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$PWD=."
for option in unroll-threshold=0 unswitch-threshold=0 rotation-max-header-size=0 disable-lsr; do
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" -Cllvm-args=-$option"
done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS

build_package() {
  local target=target/wasm32-unknown-unknown generated=pkg/src/generated
  # With fewer functions inlined it weighs 4 % less once packed. What a check spends its time in has `#[inline]`: it takes no longer.
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=' -Cllvm-args=-inline-threshold=100' \
    cargo build --quiet --lib --release --target wasm32-unknown-unknown
  cargo build --quiet --lib --profile small --features check-only --target wasm32-unknown-unknown
  if ! newer $generated/tyk_session.js $target/{release,small}/tyk_session.wasm examples/generate; then
    say 'building the package'
    bind $target/small/tyk_session.wasm $generated/check
    bind $target/release/tyk_session.wasm $generated
    cargo run --quiet --example generate --features schema -- package $generated
  fi
  newer pkg/dist/index.js pkg/src pkg/bin pkg/*.json pkg/build.mjs docs/rules docs/command-line.md || node pkg/build.mjs
}

# bind WASM DIRECTORY: of the loader for bundlers only the glue is kept: pkg/src/instance.ts starts the Wasm
bind() {
  wasm-bindgen --target bundler --out-dir "$2" "$1"
  mv "$2/tyk_session_bg.js" "$2/tyk_session.js"
}

build() {
  need_packages
  need_wasm_bindgen
  build_package
  if ! newer www/dist/server/main.js www/src www/server www/styles www/public www/*.* pkg/dist/index.js; then
    say 'building the page'
    npm run build --silent --if-present --workspace www
  fi
}

serve() {
  build
  exec npm start --silent --workspace www
}

lint() {
  build
  cargo fmt --check
  cargo clippy --quiet -- --deny warnings
  cargo clippy --quiet --all-targets --all-features -- --deny warnings
  cargo clippy --quiet --target wasm32-unknown-unknown --lib --test wasm -- --deny warnings
  npx biome ci --colors=off --error-on-warnings
  local project
  for project in pkg pkg/src/cli www tests; do
    if [ -e "$project/tsconfig.json" ]; then npx tsc --noEmit --project "$project"; fi
  done
}

docs() {
  need_cargo
  cargo build --quiet --example generate --features schema
  # pages of rules that are no more go too
  rm -f docs/rules/*.md
  cargo run --quiet --example generate --features schema -- docs docs/rules
}

bench() {
  build
  node tests/bench/index.mjs
}

passed=0
failed=0

# suite NAME COMMAND...: runs a suite, shows it, and adds what it counted (cargo, wasm-bindgen-test, node:test, Playwright)
suite() {
  local name=$1 log="target/test-logs/$1.log" status=0 counts
  shift
  mkdir -p target/test-logs
  say "test: $name"
  "$@" 2>&1 | tee "$log" || status=$?
  counts=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
    /^test result: / { passed += $4; failed += $6; next }
    /^(ℹ|#) pass /   { passed += $3; next }
    /^(ℹ|#) fail /   { failed += $3; next }
    /^ +[0-9]+ passed/ { passed += $1; next }
    /^ +[0-9]+ failed/ { failed += $1; next }
    END { print passed + 0, failed + 0 }')
  read -r suite_passed suite_failed <<<"$counts"
  # a suite that broke before it could count is a failure too
  if [ "$status" != 0 ] && [ "$suite_failed" = 0 ]; then suite_failed=1; fi
  passed=$((passed + suite_passed))
  failed=$((failed + suite_failed))
}

test_all() {
  build
  need_chromium
  suite host cargo test --quiet --no-fail-fast --all-features
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
  local wasm_tests=(cargo test --target wasm32-unknown-unknown --test wasm)
  suite wasm-node "${wasm_tests[@]}"
  suite wasm-chromium env WASM_BINDGEN_USE_BROWSER=1 "${wasm_tests[@]}"
  suite package npx playwright test --config tests/package
  suite cli npx playwright test --config tests/cli
  need_packaging_tools
  suite packaging npx playwright test --config tests/packaging
  suite page npx playwright test --config tests/page
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

case "${1:-}" in
  build | serve | lint | docs | bench) "$1" ;;
  test) test_all ;;
  *) usage; [ "${1:-}" = help ] ;;
esac

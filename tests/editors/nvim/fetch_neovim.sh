#!/usr/bin/env bash
# Fetches Debian 13's Neovim 0.10 with the libraries it needs into build/editors/neovim-0.10, beside whatever is
# installed: nothing of the system changes. build/editors/neovim-0.10/nvim starts it. Needs apt-get and dpkg-deb.
set -euo pipefail
home="$(cd "$(dirname "$0")/../../.." && pwd)/build/editors/neovim-0.10"
[ -x "$home/nvim" ] && exit 0
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "Only the amd64 packages are known here." >&2; exit 1; }

mkdir -p "$home/apt/lists/partial" "$home/apt/cache/archives/partial" "$home/apt/state"
touch "$home/apt/state/status"
cat >"$home/apt/trixie.sources" <<SOURCES
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES

apt() {
  apt-get -qq -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Acquire::Languages=none \
    -o Dir::State="$home/apt/state" -o Dir::State::status="$home/apt/state/status" \
    -o Dir::State::lists="$home/apt/lists" -o Dir::Cache="$home/apt/cache" \
    -o Dir::Etc::sourcelist="$home/apt/trixie.sources" -o Dir::Etc::sourceparts=/dev/null "$@"
}
apt update
apt install --yes --no-install-recommends --download-only neovim
for package in "$home"/apt/cache/archives/*.deb; do
  dpkg-deb --extract "$package" "$home/root"
done
rm -rf "$home/apt"

libraries="$home/root/usr/lib/x86_64-linux-gnu"
cat >"$home/nvim.part" <<NVIM
#!/bin/sh
# By its own loader, so that it finds its own libraries and nobody else does.
VIMRUNTIME="$home/root/usr/share/nvim/runtime" exec \\
  "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" "$home/root/usr/bin/nvim" "\$@"
NVIM
chmod +x "$home/nvim.part"
mv "$home/nvim.part" "$home/nvim"

#!/usr/bin/env bash
# Installs the Debian packages that the tests use, where apt-get and root (or sudo) are at hand; says what is missing
# where they are not. Tests that need a missing program say so and are skipped.
set -euo pipefail
programs="chromium Xvfb xclip bwrap dbus-daemon xrandr sway wl-copy openssl patch node npm haproxy prometheus docker-compose nvim emacs luacheck slop xdotool"
packages="chromium xvfb xclip bubblewrap dbus x11-xserver-utils sway wl-clipboard openssl patch nodejs haproxy prometheus docker-compose
  neovim emacs-nox elpa-eglot lua-check slop xdotool
  fonts-dejavu fonts-liberation"

# Where Node did not come from Debian it brings its own npm, and Debian's would not go with it.
command -v npm >/dev/null || packages="$packages npm"

missing=""
for program in $programs; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
[ -z "$missing" ] && exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
  echo "Installing$missing …"
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "Not found:$missing. Tests that need them are skipped; install: $packages"
fi

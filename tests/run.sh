#!/bin/sh
# All tests of the book, in the order of what they cost; tests/check.sh is the quick part alone. PYTHON and JOBS come from the Makefile.
set -eu
export OMP_NUM_THREADS=1

echo "== Numbers in the prose"
"$PYTHON" -m bookproof check
echo "== Package, checks, formulas, notebooks, site"
# A test of the browser waits for frames, a cell of a notebook for its kernel: one process more keeps the cores busy.
"$PYTHON" -m pytest -q -n "$((JOBS + 1))" --dist loadgroup --doctest-modules --ignore-glob='*/conftest.py' \
    -p tests.notebooks --nbval --nbval-cell-timeout 180 \
    lossbook bookproof tests chapters appendix

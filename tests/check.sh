#!/bin/sh
# What an author runs before a commit: no browser, no build, no notebook is run. PYTHON and JOBS come from the Makefile.
set -eu
export OMP_NUM_THREADS=1

folder=$(mktemp -d)
formulas=
finish() {
    if [ -n "$formulas" ]; then
        kill "$formulas" 2>/dev/null || true
        wait "$formulas" || true
    fi
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM  # by itself, a shell that is killed runs no trap of EXIT
"$PYTHON" -m bookproof formulas >"$folder/formulas" 2>&1 &  # on the second core
formulas=$!

echo "== Lint and types"
PYTHON="$PYTHON" sh tests/lint.sh
echo "== Numbers and words"
"$PYTHON" -m bookproof check
echo "== Formulas"
formulas_failed=0
wait "$formulas" || formulas_failed=1
formulas=
cat "$folder/formulas"
[ "$formulas_failed" = 0 ]
echo "== Package"
# nbval, which is not used here, would cost each process some seconds of imports.
"$PYTHON" -m pytest -q -n "$JOBS" --dist loadgroup -p no:nbval -m "not browser and not build and not slow" \
    tests/lossbook tests/book/test_imports.py tests/book/test_lints.py bookproof/tests

#!/bin/sh
# What an author runs before a commit: no browser, no build, no notebook is run. PYTHON and JOBS come from the Makefile.
set -eu
export OMP_NUM_THREADS=1

folder=$(mktemp -d)
numbers=
formulas=
finish() {
    for process in $numbers $formulas; do
        kill "$process" 2>/dev/null || true
        wait "$process" || true
    done
    rm -rf "$folder"
}
shown() {  # PART STATUS: show what a part said, and how it ended if not by itself
    cat "$folder/$1"
    [ "$2" -le 128 ] || echo "the check of $1 was killed by signal $(($2 - 128))"
    [ "$2" = 0 ]
}
trap finish EXIT
trap 'exit 130' INT TERM  # by itself, a shell that is killed runs no trap of EXIT
# On the second core; what they say is shown when it is their turn.
"$PYTHON" -m bookproof formulas >"$folder/formulas" 2>&1 &
formulas=$!
"$PYTHON" -m bookproof check >"$folder/numbers" 2>&1 &
numbers=$!

echo "== Lint and types"
PYTHON="$PYTHON" sh tests/lint.sh
echo "== Numbers and words"
failed=0
wait "$numbers" || failed=$?
numbers=
shown numbers "$failed"
echo "== Formulas"
wait "$formulas" || failed=$?
formulas=
shown formulas "$failed"
echo "== Package"
# nbval, which is not used here, would cost each process some seconds of imports.
"$PYTHON" -m pytest -q -n "$JOBS" --dist loadgroup -p no:nbval -m "not browser and not build and not slow" \
    tests/lossbook tests/book/test_imports.py tests/book/test_lints.py bookproof/tests

#!/bin/sh
# Install the wheel of lossbook alone in a clean environment, import every module and run every doctest:
# sh tests/wheel.sh PYTHON [lowest]
# With `lowest`, each library has the lowest version that pyproject.toml allows; otherwise those of constraints.txt.
set -eu
python=$1
versions=${2:-pinned}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder" "$root/build"' EXIT
trap 'exit 130' INT TERM  # by itself, a shell that is killed runs no trap of EXIT

cd "$root"
rm -rf build  # setuptools would pack what an earlier build left there
"$python" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder" .
"$python" -m venv "$folder/venv"
if [ "$versions" = lowest ]; then
    "$python" - >"$folder/constraints.txt" <<'END'
import tomllib

with open("pyproject.toml", "rb") as file:
    dependencies = tomllib.load(file)["project"]["dependencies"]
print("\n".join(dependency.replace(">=", "==") for dependency in dependencies))
END
else
    grep -v '^#' constraints.txt >"$folder/constraints.txt"
fi
pip="$folder/venv/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --no-compile --constraint "$folder/constraints.txt" "$folder"/lossbook-*.whl
cd "$folder"  # where no source of the repository can be imported
"$folder/venv/bin/python" "$root/tests/installed.py"

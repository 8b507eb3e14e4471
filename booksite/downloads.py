"""One archive with all that is needed to run the notebooks: they, the files they read, the package, instructions.

A browser that reads the book from a folder shows a notebook as text; an archive it saves.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from booksite import early
from booksite.cache_key import code_of, named_files
from booksite.execution import state_of
from booksite.kept import keep

ARCHIVE = "lossbook.zip"
FOLDER = "lossbook"
BUILD_WHEEL = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
PACKAGE = ("lossbook/**/*", "pyproject.toml", "README.md", "LICENSE")
MOMENT = (2020, 1, 1, 0, 0, 0)  # of each file in the archive, so that the same book is the same archive
START = """The notebooks of the book "The loss functions of classification".

They need Python 3.11 or newer. Open a terminal in this folder.

On Linux and macOS:

    python3 -m venv .venv
    .venv/bin/pip install jupyterlab statsmodels ./{wheel}
    .venv/bin/jupyter trust chapters/*.ipynb appendix/*.ipynb
    .venv/bin/jupyter lab

(On Debian and Ubuntu, the first line needs the package python3-venv.)

On Windows, in PowerShell:

    py -m venv .venv
    .venv\\Scripts\\pip install jupyterlab statsmodels .\\{wheel}
    .venv\\Scripts\\jupyter trust (Get-Item chapters\\*.ipynb, appendix\\*.ipynb).FullName
    .venv\\Scripts\\jupyter lab
"""


def begin(app: Sphinx) -> None:
    """Begin to build the wheel, if the package has changed."""
    root, cache = Path(app.srcdir), _cache(app)
    new = _has_archive(app) and not list(_folder(root, cache).glob("*.whl"))
    app.lossbook_wheel = early.begin(wheel, root, cache) if new else None


def _has_archive(app: Sphinx) -> bool:
    return app.builder.format == "html" and Path(app.srcdir, "pyproject.toml").exists()


def _cache(app: Sphinx) -> Path:
    return Path(app.outdir).parent / ".wheel"


def _folder(root: Path, cache: Path) -> Path:
    return cache / state_of(root, PACKAGE)


def wheel(root: Path, cache: Path) -> Path:
    """The package below `root` as a wheel, built again only when it has changed."""
    folder = _folder(root, cache)
    if not list(folder.glob("*.whl")):
        # Where no other build, nor what one that was killed has left running, writes; setuptools leaves a folder there.
        with tempfile.TemporaryDirectory() as place:
            copy, made = Path(place, "copy"), Path(place, "made")
            shutil.copytree(root / "lossbook", copy / "lossbook", ignore=shutil.ignore_patterns("__pycache__"))
            for name in ("pyproject.toml", "README.md", "LICENSE"):
                shutil.copy(root / name, copy)
            made.mkdir()
            # What `pip wheel --no-build-isolation` calls in the end; pip itself takes three times as long.
            command = [sys.executable, "-c", BUILD_WHEEL, str(made)]
            done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
            if done.returncode:
                why = done.stderr.strip()[-500:] or f"exit code {done.returncode}"
                raise ExtensionError(f"the package could not be built: {why}")
            (built,) = made.iterdir()
            keep(folder / built.name, built.read_bytes())
        for other in cache.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    return next(folder.glob("*.whl"))


def files_of(notebooks: Iterable[Path], root: Path) -> dict[str, bytes]:
    """The notebooks and the files that their code reads, by their paths below `root`."""
    paths = {
        path for notebook in notebooks for path in (notebook, *named_files(code_of(notebook), notebook.parent, root))
    }
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(paths)}


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the archive beside the pages."""
    root = Path(app.srcdir)
    if exception or not _has_archive(app):
        return
    if app.lossbook_wheel:
        app.lossbook_wheel.join()
    built = wheel(root, _cache(app))
    files = {"READ ME.txt": START.format(wheel=built.name).encode(), built.name: built.read_bytes()}
    pages = (Path(app.env.doc2path(page)) for page in app.env.found_docs)
    files |= files_of((path for path in pages if path.suffix == ".ipynb"), root)
    with zipfile.ZipFile(Path(app.outdir, ARCHIVE), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}", MOMENT), content, zipfile.ZIP_DEFLATED)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("builder-inited", begin)
    app.connect("build-finished", write, priority=700)  # while the style sheet is being purged

"""Install the torch of requirements.txt in its build for processors alone, where the index has one.

``python .ci/cpu_torch.py``: on Linux a plain install brings several gigabytes of CUDA. The version stands in
requirements.txt and nowhere else.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

INDEX = "https://download.pytorch.org/whl/cpu"


def main() -> int:
    """Install it into the environment of this Python."""
    requirements = Path(__file__).parents[1].joinpath("requirements.txt").read_text(encoding="utf-8")
    torch = re.search(r"^torch\b.*$", requirements, re.MULTILINE)[0]
    command = [sys.executable, "-m", "pip", "install", "--no-compile", torch, "--index-url", INDEX, "--retries", "1"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

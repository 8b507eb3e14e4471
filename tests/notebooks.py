"""A plugin for nbval, `-p tests.notebooks`: it starts sooner, and kernels of two processes do not race for a port."""

import sys

# As in conftest.py, which comes too late for nbval.
sys.modules.setdefault("rfc3987_syntax", None)

from booksite.kernels import use_socket_files  # noqa: E402

use_socket_files()

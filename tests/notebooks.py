"""A plugin for nbval, `-p tests.notebooks`: it starts sooner, and kernels of two processes do not race for a port.

A picture that only rounding has moved counts as the stored one.
"""

import sys

# As in conftest.py, which comes too late for nbval.
sys.modules.setdefault("rfc3987_syntax", None)

from nbval.plugin import IPyNbCell  # noqa: E402

from booksite.kernels import use_socket_files  # noqa: E402
from tools.refresh import keep_pictures  # noqa: E402

use_socket_files()
# nbval compares texts alone, after substitutions in each: how far two numbers are apart, it cannot see.
compare_outputs = IPyNbCell.compare_outputs


def compare_with_stored_pictures(self, test, ref, skip_compare=None):
    keep_pictures(test, ref)
    return compare_outputs(self, test, ref, skip_compare)


IPyNbCell.compare_outputs = compare_with_stored_pictures

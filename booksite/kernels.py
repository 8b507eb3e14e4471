"""Let kernels talk over files, not over network ports, which two that start at once may both take."""

from __future__ import annotations

import os
import sys
import tempfile

from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.manager import AsyncKernelManager, KernelManager

# The path of a socket ends in a zero byte, and Linux has room for 108 bytes, macOS for 104.
LONGEST_PATH = 103
_folder = tempfile.TemporaryDirectory(prefix="kernels-", ignore_cleanup_errors=True)


def _fits(folder: str) -> bool:
    """Whether the sockets of a kernel below `folder` have names that the system takes."""
    return len(os.fsencode(folder)) + len("/tmpxxxxxxxx/socket-1") <= LONGEST_PATH


def _fresh_path(_: KernelManager) -> str:
    return tempfile.mkdtemp(dir=_folder.name) + "/socket"


def use_socket_files() -> None:
    """Start each kernel of this process, and of those forked from it, with socket files of its own.

    A kernel's ports are chosen by its manager and opened by the kernel a second later; in between, another kernel or
    a browser may take one, and the kernel dies with "Address already in use". Windows has no socket files that ZeroMQ
    can use, and below a folder for temporary files with a long name, the path of a socket would be too long: there,
    kernels use ports.
    """
    if sys.platform == "win32" or not _fits(_folder.name):
        return
    ConnectionFileMixin.transport.default_value = "ipc"
    for manager in (KernelManager, AsyncKernelManager):
        setattr(manager, "_ip_default", _fresh_path)  # noqa: B010  (mypy accepts no other way to replace a method)

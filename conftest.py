"""Kernels that nbval starts, two at once, do not race for a port."""

from booksite.kernels import use_socket_files

use_socket_files()

"""A plugin for nbval, `-p tests.sockets`: kernels of two processes do not race for a port."""

from booksite.kernels import use_socket_files

use_socket_files()

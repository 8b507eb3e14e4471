"""Run `bookproof.cli` as ``python -m bookproof``."""

import sys

from bookproof.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""Run `bookproof.cli` as ``python -m bookproof``."""

import gc
import sys

from bookproof.cli import main

# Nearly all that a check makes lives until its end. At the usual threshold of 700 new objects the collector of
# reference cycles walks over it again and again, which takes a fifteenth of the time of a check and frees nothing.
COLLECT_AFTER = 10_000

if __name__ == "__main__":
    gc.set_threshold(COLLECT_AFTER)
    sys.exit(main())

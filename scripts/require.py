"""Says in one line that this Python is too old or too new; runs on any."""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    found = "%d.%d" % sys.version_info[:2]  # noqa: UP031 (an old Python must get this far)
    sys.exit("Python 3.11 to 3.14 is needed, not " + found + ": make PYTHON=python3.12 ...")

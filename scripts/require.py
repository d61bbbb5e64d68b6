"""Says in one line what this machine lacks. Runs before anything is installed, on any Python 3."""

import importlib.util
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    found = "%d.%d" % sys.version_info[:2]  # noqa: UP031 (an old Python must get this far)
    sys.exit("Python 3.11 to 3.14 is needed, not " + found + ": make PYTHON=python3.12 ...")
if importlib.util.find_spec("pip") is None:
    sys.exit("pip is needed, as root on Debian: apt-get install python3-pip")

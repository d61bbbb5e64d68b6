"""The frameworks are tested on the Pythons that they have wheels for."""

from handbook.samples.environments import unfit_python

collect_ignore_glob = ["test_*.py"] if unfit_python() else []

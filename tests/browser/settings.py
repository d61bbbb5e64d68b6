"""Where, at which width and with or without JavaScript the tests read."""

from dataclasses import dataclass
from itertools import product

import pytest


@dataclass(frozen=True)
class Setting:
    """How a reader comes to a site; `site` is one of those that the fixture `sites` builds."""

    site: str
    width: int
    script: bool

    def __str__(self) -> str:
        return f"{self.site}-{self.width}-{'script' if self.script else 'no script'}"


ALL = [Setting(*each) for each in product(("root", "path"), (390, 1440), (True, False))]
# Any two of the three are here with any values: what breaks with one or two of them is found.
PAIRS = [
    Setting("root", 390, True),
    Setting("path", 1440, True),
    Setting("root", 1440, False),
    Setting("path", 390, False),
]


def among(*settings: Setting) -> pytest.MarkDecorator:
    """Run a test in these settings only."""
    return pytest.mark.parametrize("setting", settings, ids=str, indirect=True)


everywhere = among(*ALL)
with_script = among(*(setting for setting in PAIRS if setting.script))
once = among(Setting("path", 390, True))

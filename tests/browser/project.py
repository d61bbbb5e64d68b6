"""A handbook of its own for these tests: small, with one of everything that can be linked to."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from handbook.write import remove_generated

ROOT = Path(__file__).parents[2]
# The command `handbook`, whatever is installed where.
HANDBOOK = (sys.executable, "-P", "-c", "from handbook.cli import main; main(prog_name='handbook')")

MORE = "\n\n<!-- more -->\n\n"
STEPS = 45  # more than fit on one page
# The wordings of real questions differ; those of these must, too.
NOUNS = """
    abacus barrel candle dolphin engine feather garden hammer island jacket kettle lantern mirror
    needle orchard pencil quarry ribbon saddle temple umbrella violin walnut xylophone yogurt zipper
    anchor blanket cactus dragon eagle forest guitar helmet igloo jungle kitten ladder magnet napkin
    otter parrot quiver rocket sailor
"""

CATEGORIES = """\
- title: Fundamentals
  categories:
    - id: tensors
      title: Tensors
      scope: Axes, types and `dtype` rules
    - id: graphs
      title: Graphs and compilers
      scope: Eager and graph modes
      former_ids: [execution]
- title: Practice
  categories:
    - id: training
      title: Training
      scope: Loops and optimizers
"""
TRACKS = """\
- id: first-steps
  title: First steps
  audience: Everyone who begins
  former_ids: [beginners]
  groups:
    - title: Begin here
      questions: [eager-mode, broadcasting]
    - title: Then go on
      questions: [step-43]
"""
LOCK = """\
questions:
{questions}
categories:
  - execution
  - graphs
  - old-graphs
  - tensors
  - training
tracks:
  - beginners
  - first-steps
retired:
  lost-question: Nobody asked it any more.
  old-graphs: Its questions are in other categories now.
"""
HEAD = """\
---
question: {wording}
kind: {kind}
level: {level}
framework: {framework}
added: 2026-01-02
{more}---
"""

EAGER = """\
also_asked:
  - Which mode debugs like plain Python?
former_ids: [eager-execution]
related: [broadcasting, step-43]
misconceptions:
  - claim: Eager mode was removed.
    correction: It is the default.
references:
  - title: Eager execution
    url: https://www.tensorflow.org/guide/basics
"""
EAGER_SHORT = "Operations run at once and return values, see [broadcasting](q:broadcasting)."
EAGER_LONG = """\
**Marmalade.** A word that no other answer has. The one on page two is [here](q:step-43).

| Name | What it does | Where it is found | What else there is to say about it |
|---|---|---|---|
| `tensorflow.python.framework.ops` | much | in a long module | a table that is wide |

```python not-run="it only has to be wide"
a_long_line_of_code = "wider than any phone", "wider than any phone", "wider than any phone", "end"
```

/// tab | TensorFlow
Of the first tab.
///
/// tab | PyTorch
Of the second tab.
///"""
# Longer than a sheet of paper, and wider.
ROWS = 60
COMPILERS = """\
XLA and TorchInductor. One of them has a `ConcreteStencil`.

| Compiler | Takes |
|---|---|
{rows}

```python not-run="it only has to be wide"
one_word = "{word}"
```

```python not-run="it only has to be long"
{lines}
```
""".format(
    rows="\n".join(f"| Number {n} | graphs |" for n in range(1, ROWS + 1)),
    word="word" * 60,
    lines="\n".join(f"line_{n} = {n}" for n in range(1, 13)),
)
TABS = "/// tab | TensorFlow\nAlso first.\n///\n/// tab | PyTorch\nAlso second.\n///"
# As wide as a diagram may be, with all that has a color of its own; a formula wider than a phone.
FIGURES = r"""
A formula in text, $`\frac{\partial L}{\partial w}`$, and figures in a box, which has least room:

/// note | Drawn

```dot alt="Five steps lead from the input to the loss, and back again."
digraph {
  rankdir=LR
  nodesep=0.3
  ranksep=0.49
  subgraph cluster_forward { label="Forward pass"; a [label="input"]; b [label="prod"] }
  c [label="{sum|y}", shape=record, class="hb-muted"]
  d [label="loss", class="hb-accent"]
  a -> b
  b -> c [class="hb-muted"]
  c -> d [label="1.0"]
  d -> c [style=dashed, class="hb-accent", label="∂L"]
}
```

```math
L = \sum_{i=1}^{n} \left( y_i - \hat{y}_i \right)^2 + \lambda \lVert W \rVert_2^2
  + \text{Basalt, and what else makes it wider than the window of a phone}
```

///

```dot alt="A small one."
digraph { w -> y [class="hb-accent"] }
```
"""
CHINESE = "结果的形状由两个操作数决定。"


@dataclass(frozen=True)
class Project:
    """A folder with all that makes a site."""

    folder: Path

    def environment(self, address: str = "") -> dict[str, str]:
        """Give an environment in which the copied package is used, for a site's address."""
        kept = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "REPOSITORY_URL")}
        return kept | {"PYTHONPATH": str(self.folder / "scripts"), "SITE_URL": address}

    def run(
        self, *arguments: str, address: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command `handbook` in the folder."""
        return subprocess.run(
            [*HANDBOOK, *arguments],
            cwd=self.folder,
            env=self.environment(address) | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def build(self, address: str = "", **environment: str) -> Path:
        """Build the site and give its folder."""
        done = self.run("site", address=address, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return self.folder / "site"

    def tree(self, folder: str) -> dict[str, bytes]:
        """Give the bytes of all files below a folder."""
        top = self.folder / folder
        files = (path for path in top.rglob("*") if path.is_file())
        return {str(path.relative_to(top)): path.read_bytes() for path in files}

    def path(self, name: str) -> Path:
        """Give a file of the project."""
        return self.folder / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file."""
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def make_project(folder: Path) -> Project:
    """Copy the project into a folder, with questions of its own."""
    unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted, dirs_exist_ok=True)
    for name in ("mkdocs.yml", "package.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    remove_generated(folder / "docs")
    _write_questions(folder / "questions")
    return Project(folder)


def _write_questions(folder: Path) -> None:
    for category in ("tensors", "graphs", "training"):
        (folder / category).mkdir(parents=True)
    files = {"categories.yml": CATEGORIES, "tracks.yml": TRACKS, "ids.lock": _lock()}
    for name, text in (files | _questions()).items():
        (folder / name).write_text(text, encoding="utf-8")


def _lock() -> str:
    named = ["broadcasting", "compilers", "eager-execution", "eager-mode", "lost-question"]
    ids = sorted([*named, *(f"step-{n:02}" for n in range(1, STEPS + 1))])
    return LOCK.format(questions="\n".join(f"  - {id_}" for id_ in ids))


def _questions() -> dict[str, str]:
    steps = enumerate(NOUNS.split(), 1)
    return {
        "tensors/eager-mode.md": question(
            "What does eager mode do?",
            EAGER_SHORT,
            EAGER_LONG,
            more=EAGER,
            framework="tensorflow",
        ),
        "tensors/broadcasting.md": question(
            "How are shapes aligned?", "From the right.", TABS, kind="coding", framework="both"
        ),
        "tensors/broadcasting.zh-Hans.md": _translation(
            "How are shapes aligned?", "From the right.", TABS
        ),
        "graphs/compilers.md": question(
            "Which compilers are there?",
            "Several. For $`n > 1`$.",
            COMPILERS + FIGURES,
            kind="scenario",
            framework="pytorch",
        ),
    } | {
        f"training/step-{n:02}.md": question(
            f"Why a {noun}?", f"The {noun} helps.", "It does. " * 40
        )
        for n, noun in steps
    }


def question(wording: str, short: str, long: str, more: str = "", **values: str) -> str:
    """Give the text of a source file; `values` are those of kind, level, and framework."""
    usual = {"kind": "concept", "level": "basic", "framework": "general"}
    head = HEAD.format(wording=wording, more=more, **usual | values)
    return f"{head}{short}{MORE}{long.strip()}\n"


def _translation(wording: str, short: str, long: str) -> str:
    quoted = hashlib.sha256("\0".join([wording, short, long]).encode()).hexdigest()[:12]
    head = f"---\nquestion: 形状如何对齐？\ntranslates: {quoted}\n---\n"
    return f"{head}{CHINESE}{MORE}从右边开始。\n\nNumPy.\n"

"""Which frameworks a sample imports, and with them the environment that it runs in."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache

from handbook.model import Pins

TENSORFLOW = "tensorflow"
PYTORCH = "pytorch"

# A module belongs to a framework by how its name begins: torchvision, keras_hub, tensorflow_hub.
_FAMILIES = {
    TENSORFLOW: ("tensorflow", "tf_keras", "tf2onnx", "keras", "ai_edge_litert"),
    PYTORCH: ("torch", "functorch"),
}
# What a sample ran on is told by the first of these that its imports name, else by Python alone.
_TOLD = (
    (TENSORFLOW, "TensorFlow", "tensorflow-cpu"),
    (PYTORCH, "PyTorch", "torch"),
    ("numpy", "NumPy", "numpy"),
)


def read_pins(text: str) -> Pins:
    """Take the pins from the text of a requirements file."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return Pins(tuple(sorted(line for line in lines if line)))


@lru_cache(maxsize=20_000)
def modules(code: str) -> frozenset[str]:
    """Give the top-level modules that a sample imports, none for one that is not valid Python."""
    try:
        with warnings.catch_warnings(action="ignore"):
            nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(name.partition(".")[0] for node in nodes for name in _imported(node))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def frameworks(code: str) -> frozenset[str]:
    """Give the frameworks that a sample imports: tensorflow, pytorch, both or none."""
    return frozenset(
        framework
        for framework, beginnings in _FAMILIES.items()
        if any(module.startswith(beginnings) for module in modules(code))
    )


def environment_of(code: str) -> str:
    """Give the name of the environment that a sample runs in; plain Python takes PyTorch's."""
    return TENSORFLOW if TENSORFLOW in frameworks(code) else PYTORCH


def ran_on(code: str, pins: Mapping[str, Pins]) -> str:
    """Give the framework and version that readers are told, empty for plain Python."""
    own = pins.get(environment_of(code), Pins())
    named = frameworks(code) | modules(code)
    for key, title, package in _TOLD:
        if key in named:
            return f"{title} {own.version(package)}".strip()
    return ""

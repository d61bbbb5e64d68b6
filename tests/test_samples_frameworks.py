"""Which framework a sample imports, which environment it needs, and what readers are told."""

import pytest

from handbook.model import Pins
from handbook.samples.frameworks import environment_of, frameworks, ran_on, read_pins

VERSIONS = {
    "tensorflow": Pins(("numpy==2.4.6", "tensorflow-cpu==2.21.0")),
    "pytorch": Pins(("numpy==2.4.6", "torch==2.13.0+cpu")),
}


@pytest.mark.parametrize(
    ("code", "environment", "told"),
    [
        ("import tensorflow as tf", "tensorflow", "TensorFlow 2.21.0"),
        ("from tensorflow.keras import layers", "tensorflow", "TensorFlow 2.21.0"),
        ("import keras", "tensorflow", "TensorFlow 2.21.0"),
        ("from ai_edge_litert import interpreter", "tensorflow", "TensorFlow 2.21.0"),
        ("import torch.nn as nn", "pytorch", "PyTorch 2.13.0"),
        ("def f():\n    from torchvision import ops", "pytorch", "PyTorch 2.13.0"),
        ("import numpy, torch", "pytorch", "PyTorch 2.13.0"),
        ("import numpy as np", "pytorch", "NumPy 2.4.6"),
        ("print(1)  # import tensorflow", "pytorch", ""),
        ("from .tensorflow import here", "pytorch", ""),
        ("print 'no Python'", "pytorch", ""),
    ],
)
def test_the_imports_choose(code: str, environment: str, told: str) -> None:
    assert environment_of(code) == environment
    assert ran_on(code, VERSIONS) == told


def test_a_sample_that_imports_both_has_two_frameworks() -> None:
    assert frameworks("import torch\nif True:\n    import keras") == {"tensorflow", "pytorch"}
    assert frameworks("import torch, torchvision, numpy") == {"pytorch"}


def test_pins_are_read_without_comments_and_order() -> None:
    pins = read_pins("# what\ntorch==2.13.0+cpu  # why\n\nNumPy==2.4.6\n")
    assert pins == Pins(("NumPy==2.4.6", "torch==2.13.0+cpu"))
    assert (pins.version("torch"), pins.version("numpy")) == ("2.13.0", "2.4.6")
    assert pins.version("keras") == ""

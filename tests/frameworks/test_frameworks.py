"""The real environments: made where they are missing, and what only the frameworks can show."""

from pathlib import Path

import pytest
from sample_project import SampleProject, sample, source

from handbook.model import Sample
from handbook.parse import parse_document
from handbook.read import TextFile
from handbook.samples.environments import make_environment
from handbook.samples.frameworks import PYTORCH, TENSORFLOW, read_pins
from handbook.samples.judge import Titles, judge
from handbook.samples.sandbox import Network, Sandbox, best_network

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
TITLES = Titles("expected", "found")


@pytest.fixture(scope="module")
def pythons() -> dict[str, Path]:
    """Give the Python of each environment; the first time, this takes minutes."""
    return {name: make_environment(name, REQUIREMENTS, ROOT) for name in (TENSORFLOW, PYTORCH)}


def parsed(code: str, output: str, marks: str = "") -> Sample:
    """Give a sample as it is read from an answer."""
    text = source("What?", sample(code, output, marks))
    return parse_document(TextFile("a/b.md", "a/b.md", text)).samples[0]


def failures(python: Path, tried: Sample, network: Network | None = None) -> list[str]:
    """Run a sample and give what is wrong, with the detail."""
    run = Sandbox(network or best_network()).run(python, tried.code)
    return [f"{failure.code}: {failure.detail}" for failure in judge(tried, run, TITLES)]


@pytest.mark.parametrize(
    ("environment", "module", "package"),
    [
        (TENSORFLOW, "tensorflow", "tensorflow-cpu"),
        (TENSORFLOW, "keras", "keras"),
        (TENSORFLOW, "ai_edge_litert", "ai-edge-litert"),
        (PYTORCH, "torch", "torch"),
        (PYTORCH, "numpy", "numpy"),
        (PYTORCH, "onnx", "onnx"),
    ],
)
def test_an_environment_holds_what_is_pinned(
    pythons: dict[str, Path], environment: str, module: str, package: str
) -> None:
    pins = read_pins((REQUIREMENTS / f"{environment}.txt").read_text())
    # A local part such as +cpu names the build, not the version.
    code = f"import {module}\nprint({module}.__version__.partition('+')[0])"
    assert failures(pythons[environment], parsed(code, pins.version(package))) == []


def test_the_pinned_versions_are_those_that_the_answers_are_about() -> None:
    tensorflow = read_pins((REQUIREMENTS / "tensorflow.txt").read_text())
    pytorch = read_pins((REQUIREMENTS / "pytorch.txt").read_text())
    assert tensorflow.version("tensorflow-cpu") == "2.21.0"
    assert pytorch.version("torch") == "2.13.0"
    for line in (*tensorflow.lines, *pytorch.lines):
        assert line.count("==") == 1, "everything is pinned"


GLOO = """\
import socket

import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def work(rank, address):
    dist.init_process_group("gloo", init_method=address, rank=rank, world_size=2)
    total = torch.tensor([rank + 1.0])
    dist.all_reduce(total)
    if rank == 0:
        print(total)
    dist.destroy_process_group()


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = "tcp://127.0.0.1:%d" % server.getsockname()[1]
    mp.spawn(work, (address,), nprocs=2)"""


@pytest.mark.parametrize("network", [Network.GUARD, pytest.param(best_network(), id="best")])
def test_two_gloo_processes_talk_to_each_other(pythons: dict[str, Path], network: Network) -> None:
    assert failures(pythons[PYTORCH], parsed(GLOO, "tensor([3.])"), network) == []


# Each is marked with how it tells: by Python's own categories, by a logger, by words alone.
CHANNELS = [
    pytest.param(
        PYTORCH,
        "import torch\n\n\n@torch.jit.script\ndef f(x):\n    return x",
        "DeprecationWarning: `torch.jit.script` is deprecated.",
        id="silent by default",
    ),
    pytest.param(
        PYTORCH,
        "import torch\n\ntorch.library.impl_abstract('x::y')",
        "FutureWarning: `torch.library.impl_abstract` was renamed",
        id="future",
    ),
    pytest.param(
        TENSORFLOW,
        "import tensorflow as tf\n\ntf.compat.v1.disable_resource_variables()",
        "WARNING:tensorflow:From ",
        id="logger",
    ),
    pytest.param(
        PYTORCH,
        "import torch\n\ntorch.ones(2, 3, 4).T",
        "UserWarning: The use of `x.T` on tensors of dimension other than 2",
        id="words",
    ),
]


@pytest.mark.parametrize(("environment", "code", "told"), CHANNELS)
def test_a_deprecation_fails_a_sample_unless_it_is_marked(
    pythons: dict[str, Path], environment: str, code: str, told: str
) -> None:
    printing = f"{code}\nprint('done')"
    (failure,) = failures(pythons[environment], parsed(printing, "done"))
    assert failure.startswith("sample-deprecated: ")
    assert told in failure
    assert failures(pythons[environment], parsed(printing, "done", "warns")) == []


@pytest.mark.parametrize("framework", ["tensorflow", "torch"])
def test_a_marked_sample_that_warns_of_nothing_fails(
    pythons: dict[str, Path], framework: str
) -> None:
    environment = TENSORFLOW if framework == "tensorflow" else PYTORCH
    tried = parsed(f"import {framework}\n\nprint('done')", "done", "warns")
    (failure,) = failures(pythons[environment], tried)
    assert failure.startswith("sample-unwarned: ")


def test_the_memory_limit_holds_for_tensors(pythons: dict[str, Path]) -> None:
    code = "import torch\n\nprint(torch.empty(5 << 30, dtype=torch.uint8).shape)"
    (failure,) = failures(pythons[PYTORCH], parsed(code, "torch.Size([5368709120])"))
    assert "you tried to allocate 5368709120 bytes" in failure


def test_records_name_the_framework_and_its_version(
    pythons: dict[str, Path], tmp_path: Path
) -> None:
    project = SampleProject(tmp_path, ROOT)
    tensorflow = sample("import tensorflow as tf\n\nprint(tf.add(1, 2).numpy())", "3")
    pytorch = sample("import torch\n\nprint(torch.tensor(1) + 2)", "tensor(3)")
    numpy = sample("import numpy as np\n\nprint(np.add(1, 2))", "3")
    project.start({"first": source("What is three?", tensorflow, pytorch, numpy)})
    for name in (TENSORFLOW, PYTORCH):
        project.write(f"requirements/{name}.txt", (REQUIREMENTS / f"{name}.txt").read_text())
    done = project.verify()
    assert done.exit_code == 0, done.output
    told = [record["ran_on"] for record in project.records().values()]
    assert told == ["TensorFlow 2.21.0", "PyTorch 2.13.0", "NumPy 2.4.6"]
    assert project.verify("--all").exit_code == 0

"""Courses to grade: a class of honest students, right and wrong; notebooks in NumPy, in torch, and one that
trains a network in 70 gradient steps, with hidden tests."""

from dataclasses import dataclass

import nbformat
from command import command
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

STUB = "# YOUR CODE HERE\n    raise NotImplementedError()"


@dataclass(frozen=True)
class Kind:
    """A notebook of six cells. answers: bodies of the function, one after another in the class."""

    imports: str
    head: str
    answers: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def solution(self):
        return f"{self.head}\n    ### BEGIN SOLUTION\n    {self.answers[0]}\n    ### END SOLUTION"


KINDS = {
    "numpy": Kind(
        "import numpy as np",
        "def corr(x, w):",
        (
            "return np.correlate(x, w, 'valid')",
            "return np.array([(x[i:i + len(w)] * w).sum() for i in range(len(x) - len(w) + 1)])",
            "return np.lib.stride_tricks.sliding_window_view(x, len(w)) @ w",
            "return np.convolve(x, w, 'valid')",  # turns the kernel: wrong for most
            "return [(x[i:i + len(w)] * w).sum() for i in range(len(x) - len(w) + 1)]",
        ),
        (
            "assert np.allclose(corr(np.arange(4.), np.ones(2)), [1, 3, 5])",
            "rng = np.random.default_rng(0)\n"
            "for n in range(3, 9):\n"
            "    x, w = rng.normal(size=n), rng.normal(size=3)\n"
            "    assert np.allclose(corr(x, w), np.correlate(x, w, 'valid'))",
            "sizes = [(3, 1), (3, 3), (9, 2), (5, 4)]\n"
            "sum(len(corr(np.zeros(n), np.zeros(k))) == n - k + 1 for n, k in sizes) / 2",
        ),
    ),
    "numpy and torch": Kind(
        "import numpy as np\nimport torch",
        "def corr2d(X, K):",
        (
            "return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]",
            "h, w = K.shape\n"
            "    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1\n"
            "    return torch.stack([torch.stack([(X[i:i + h, j:j + w] * K).sum() for j in range(columns)])"
            " for i in range(rows)])",
            "return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum((-1, -2))",
            "return torch.nn.functional.conv2d(X[None, None], K.flip(0, 1)[None, None])[0, 0]",  # wrong
            "windows = np.lib.stride_tricks.sliding_window_view(X.numpy(), K.shape)\n"
            "    return torch.tensor((windows * K.numpy()).sum((-1, -2)))",
        ),
        (
            "X, K = torch.arange(9.).reshape(3, 3), torch.arange(4.).reshape(2, 2)\n"
            "assert torch.allclose(corr2d(X, K), torch.tensor([[19., 25.], [37., 43.]]))",
            "torch.manual_seed(0)\n"
            "for n in range(3, 7):\n"
            "    X, K = torch.randn(n, n + 1), torch.randn(2, 3)\n"
            "    want = torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]\n"
            "    assert torch.allclose(corr2d(X, K), want, atol=1e-5)",
            "shapes = [((3, 3), (1, 1)), ((4, 5), (2, 2)), ((5, 5), (5, 5)), ((6, 3), (2, 3))]\n"
            "sum(corr2d(torch.zeros(a), torch.zeros(b)).shape == (a[0] - b[0] + 1, a[1] - b[1] + 1)"
            " for a, b in shapes) / 2",
        ),
    ),
    "a network that trains": Kind(
        "import numpy as np\nimport torch",
        "def trained(x, y, steps=70, rate=0.1):",
        (
            "torch.manual_seed(0)\n"
            "    net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))\n"
            "    optimizer = torch.optim.SGD(net.parameters(), rate)\n"
            "    losses = []\n"
            "    for _ in range(steps):\n"
            "        optimizer.zero_grad()\n"
            "        loss = ((net(x)[:, 0] - y) ** 2).mean()\n"
            "        loss.backward()\n"
            "        optimizer.step()\n"
            "        losses.append(float(loss.detach()))\n"
            "    return losses",
            "w = torch.zeros(2, requires_grad=True)\n"
            "    losses = []\n"
            "    for _ in range(steps):\n"
            "        loss = ((x @ w - y) ** 2).mean()\n"
            "        loss.backward()\n"
            "        with torch.no_grad():\n"
            "            w -= rate * w.grad\n"
            "            w.grad.zero_()\n"
            "        losses.append(loss.item())\n"
            "    return losses",
            "w = torch.zeros(2, requires_grad=True)\n"  # never puts the gradient back to 0: wrong
            "    losses = []\n"
            "    for _ in range(steps):\n"
            "        loss = ((x @ w - y) ** 2).mean()\n"
            "        loss.backward()\n"
            "        with torch.no_grad():\n"
            "            w += rate * w.grad\n"
            "        losses.append(loss.item())\n"
            "    return losses",
        ),
        (
            "rng = np.random.default_rng(0)\n"
            "x = torch.tensor(rng.normal(size=(32, 2)), dtype=torch.float32)\n"
            "y = x @ torch.tensor([1.0, -2.0])\n"
            "losses = trained(x, y)\n"
            "assert len(losses) == 70",
            "assert losses[-1] < losses[0]\n"
            "### BEGIN HIDDEN TESTS\n"
            "assert losses[-1] < 0.5\n"
            "### END HIDDEN TESTS",
            "### BEGIN HIDDEN TESTS\nassert trained(x, y, steps=0) == []\n### END HIDDEN TESTS",
        ),
    ),
}


def cell(source, grade_id, **about):
    about = {"grade": False, "solution": False, "locked": True, "task": False, "schema_version": 3} | about
    return new_code_cell(source, metadata={"nbgrader": about | {"grade_id": grade_id}})


def assignment(kind):
    tests = [cell(test, f"test_{n}", grade=True, points=2) for n, test in enumerate(kind.tests)]
    cells = [
        new_markdown_cell("# Sliding a kernel"),
        new_code_cell(kind.imports),
        cell(kind.solution, "answer", solution=True, locked=False),
        *tests,
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def make_class(root, size, kind=KINDS["numpy"]):
    """A course with its release and `size` submissions."""
    (root / "source/ps1").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\n')
    nbformat.write(assignment(kind), root / "source/ps1/corr.ipynb")
    command(root, "nbgrader", "generate_assignment", "ps1")
    released = (root / "release/ps1/corr.ipynb").read_text()
    for n in range(size):
        folder = root / "submitted" / f"student{n:04}" / "ps1"
        folder.mkdir(parents=True)
        answer = kind.answers[n % len(kind.answers)]
        (folder / "corr.ipynb").write_text(released.replace(in_json(STUB), in_json(answer)))


def in_json(text):
    """As it stands in the notebook's list of lines."""
    return '\\n",\n    "'.join(text.replace('"', '\\"').split("\n"))

"""Torch's compiler waits until somebody asks for it, and nobody sees a difference."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TRAIN = """
import sys, torch
torch.manual_seed(0)
net = torch.nn.Linear(3, 1)
for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
    steps = kind(net.parameters(), lr=0.1)
    for _ in range(3):
        steps.zero_grad()
        net(torch.ones(4, 3)).square().mean().backward()
        steps.step()
    steps.load_state_dict(steps.state_dict())
loaded = "torch._dynamo.eval_frame" in sys.modules
print(net.weight.tolist())
"""
WARM = "from grader.engine.jail.warmup.preload import preload; preload({modules})\n"
COMPILE = """
import inspect; inspect.getmodule(lambda: 0)  # looks at every module
assert not loaded and "torch._dynamo.eval_frame" not in sys.modules
twice = torch.compile(lambda x: 2 * x, backend="eager")
assert twice(torch.ones(2)).tolist() == [2, 2]
import torch._dynamo.config as config
assert sys.modules["torch._dynamo"] is torch._dynamo and config is torch._dynamo.config
"""


def run(code):
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_optimizer_gives_the_same_numbers_without_it_and_torch_compile_still_brings_it():
    assert run(WARM.format(modules=["torch"]) + TRAIN + COMPILE) == run(TRAIN)


def test_it_is_loaded_at_once_for_a_class_that_compiles():
    code = WARM.format(modules=["torch"]) + WARM.format(modules=["torch", "torch._dynamo"])
    run(code + 'import sys; assert "torch._dynamo.eval_frame" in sys.modules')

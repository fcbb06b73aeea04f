"""Know one batch by heart: the first thing that a network which can learn at all is able to do."""

import contextlib
import copy

import numpy as np

from grader.checks import Exercise, Given, Mistake, Part, Question, Wrong, array
from grader.reference import overfit_batch

MOST, LOSS = 500, 0.01
JUMP = 20  # a loss beyond: scores off by 20, where three classes begin at about 1


def convolutional(torch):
    nn = torch.nn
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(64, 3))


def dense(torch):
    nn = torch.nn
    return nn.Sequential(nn.Flatten(), nn.Linear(16, 12), nn.ReLU(), nn.Linear(12, 3))


def learning(rng, made):
    """A fresh model of its own each time it is asked; random images, so that nothing but learning helps."""
    x, y, seed = rng.normal(size=(6, 1, 4, 4)), rng.permutation([0, 1, 2, 0, 1, 2]), int(rng.integers(10**6))

    def ask(f):
        try:
            import torch
        except ImportError:
            raise Wrong("needs PyTorch, which is not installed here") from None
        torch.optim.SGD([torch.zeros(1, requires_grad=True)])  # what it loads is not the answer's time
        model = with_weights(torch, made(torch), np.random.default_rng(seed))
        before = copy.deepcopy(model.state_dict())
        images, classes = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
        with one_thread(torch), cleared(model) as was:
            losses = f(Given(model), images, classes, "cpu")
        if len(was) > 1 and not any(was[1:]):
            raise Wrong("adds the gradients of each step to those of all before it: clear them first")
        judge(torch, model, before, images, classes, losses)
        return True

    return Question(ask)


@contextlib.contextmanager
def one_thread(torch):
    """So little work is done soonest by one; many wait for one another, long on a computer that is busy."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def cleared(model):
    """For each `backward`, whether it found the gradients cleared. Adam gets there without as well."""
    weights, was, came = next(model.parameters()), [], []
    hooks = (
        weights.register_hook(came.append),
        weights.register_post_accumulate_grad_hook(lambda w: was.append(bool((w.grad == came[-1]).all()))),
    )
    try:
        yield was
    finally:
        for hook in hooks:
            hook.remove()


def with_weights(torch, model, rng):
    """Weights of about the usual size, from a generator that no other code shares."""
    with torch.no_grad():
        for weights in model.parameters():
            size = weights[0].numel() ** -0.5
            weights.copy_(torch.tensor(size * rng.normal(size=tuple(weights.shape))))
    return model


def judge(torch, model, before, images, classes, losses):
    """By what is asked of it, not by comparison. Raises: Wrong"""
    losses = array(losses)
    if losses.ndim != 1 or not losses.size:
        raise Wrong("should return a list with one loss for each step")
    if len(losses) > MOST:
        raise Wrong(f"returns {len(losses)} losses: {MOST} steps are the most that is allowed")
    if any(weights.device.type != "cpu" for weights in model.parameters()):
        raise Wrong("leaves the model on another device than it was told")
    after = model.state_dict()
    if all(torch.equal(after[name], weights) for name, weights in before.items()):
        raise Wrong("leaves the model as it was: train the one that is given")
    if not losses.max() <= JUMP:
        raise Wrong(f"returns {losses.max():.2g} as one of its losses: no step may take it above {JUMP}")
    with torch.no_grad():
        left = torch.nn.functional.cross_entropy(model(images), classes).item()
    if not left < LOSS:
        raise Wrong(f"leaves the model with a cross entropy of {left:.2g} on its batch, not below {LOSS}")
    if not losses[-1] < LOSS:
        raise Wrong(f"returns {losses[-1]:.2g} as its last loss, not one below {LOSS}")
    if losses[0] < LOSS:
        raise Wrong(f"returns {losses[0]:.2g} as its first loss, before the model knew anything")


def batches(rng):
    return [learning(rng, convolutional), learning(rng, dense)]


def more_of_them(rng):
    """Steps that are too large get there by luck now and then, but not each time."""
    return [learning(rng, made) for made in (convolutional, dense, convolutional)]


def trained(loss=None, rate=0.02, steps=MOST, enough=LOSS, clear=True, step=True, whose=lambda model: model,
            optimiser="Adam", told=lambda losses: losses):  # fmt: skip
    """The usual loop, with one thing to get wrong."""

    def answer(model, x, y, device):
        import torch

        model = whose(model).to(device)
        rule = getattr(torch.optim, optimiser)(model.parameters(), lr=rate)
        losses = []
        while len(losses) < steps:
            scores = model(x.to(device))
            value = loss(torch, scores, y) if loss else torch.nn.functional.cross_entropy(scores, y)
            losses.append(value.item())
            if losses[-1] < enough:
                break
            if clear:
                rule.zero_grad()
            value.backward()
            if step:
                rule.step()
        return told(losses)

    return answer


def of_softmax(torch, scores, y):
    return torch.nn.functional.cross_entropy(scores.softmax(1), y)


def of_squares(torch, scores, y):
    return ((scores - torch.nn.functional.one_hot(y, 3)) ** 2).mean()


def uphill(torch, scores, y):
    return -torch.nn.functional.cross_entropy(scores, y)


OVERFIT_BATCH = Exercise(
    slug="training-a-cnn/overfit_batch",
    signature="overfit_batch(model, x, y, device)",
    reference=overfit_batch,
    parts=(Part(3, batches), Part(1, more_of_them)),
    hints=(
        "Send the model, x and y to the device first: `model.to(device)`, `x = x.to(device)`.",
        "A step: scores, loss, `optimiser.zero_grad()`, `loss.backward()`, `optimiser.step()`.",
        "`torch.optim.Adam(model.parameters(), lr=0.02)` gets there in far fewer than 500 steps.",
        "`torch.nn.functional.cross_entropy(scores, y)` takes scores and the numbers of the classes, as they "
        "are.",
    ),
    mistakes=(
        Mistake(
            "You train a copy. The model that is given has to learn.",
            trained(whose=copy.deepcopy),
        ),
        Mistake(
            "You never take a step: `optimiser.step()` after `backward()`.",
            trained(step=False, steps=20),
        ),
        Mistake(
            "You never clear the gradients, so each step repeats all those before it. Call "
            "`optimiser.zero_grad()` before `backward()`.",
            trained(clear=False, steps=60),
        ),
        Mistake(
            "`cross_entropy` has a softmax of its own. Give it the scores as they are.",
            trained(loss=of_softmax, steps=60),
        ),
        Mistake(
            "You minimise squared errors. They are small long before the cross entropy is.",
            trained(loss=of_squares, steps=100),
        ),
        Mistake(
            "You go uphill: the cross entropy itself is to become small, not its negative.",
            trained(loss=uphill, enough=-1e9, steps=30),
        ),
        Mistake(
            "One step is not enough. Repeat until the loss is below 0.01.",
            trained(steps=1),
        ),
        Mistake(
            "Your steps are so small that 500 of them do not get there.",
            trained(rate=1e-5, steps=20),
        ),
        Mistake(
            "Your steps are so large that the loss jumps up to more than 20.",
            trained(rate=30, steps=20),
        ),
        Mistake(
            "That is the last loss alone. Return one for each step.",
            trained(told=lambda losses: losses[-1]),
        ),
        Mistake(
            "The losses come in the wrong order: the first step's first.",
            trained(told=lambda losses: losses[::-1]),
        ),
        Mistake(
            "You return nothing. Return the losses, one for each step.",
            trained(told=lambda losses: None),
        ),
        Mistake(
            "You stop as soon as the loss is below 0.1. It has to be below 0.01.",
            trained(enough=0.1),
        ),
    ),
)

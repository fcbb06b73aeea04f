"""From any order of the axes to any other."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import to_layout

SIZES = {"N": 2, "C": 3, "H": 4, "W": 5}


def numbered(letters):
    """Every number different, so that each misplaced one shows."""
    shape = [SIZES[letter] for letter in letters]
    return np.arange(np.prod(shape)).reshape(shape)


def turn(src, dst):
    return call(numbered(src), src, dst)


def shuffled(rng):
    return "".join(rng.permutation(list("NCHW")))


def layouts(rng):
    pairs = [("HW", "WH"), ("HWC", "CHW"), ("CHW", "HWC"), ("HWC", "HWC"), ("NCHW", "NHWC"), ("NHWC", "NCHW")]
    return [*(turn(src, dst) for src, dst in pairs), turn(shuffled(rng), shuffled(rng))]


def not_layouts(rng):
    return [
        call(numbered("HWC"), "HWC", "CHN"),
        call(numbered("HWC"), "HWC", "HWN"),  # `find` takes a letter that is not there for the last one
        call(numbered("HWC"), "HWC", "CH"),
        call(numbered("HWC"), "HW", "WH"),
        call(numbered("HWC"), "HWC", "CHWN"),
        call(numbered("HWC"), "HWCN", "CHW"),
        call(numbered("HWC"), "HWCN", "NCHW"),
        call(numbered("HWC"), "HWC", "CHWC"),
        call(np.ones((2, 2, 2)), "HHC", "CHH"),
    ]


def ordered(x, src, dst):
    return x.transpose([src.index(axis) for axis in dst])


TO_LAYOUT = Exercise(
    slug="channels/to_layout",
    signature="to_layout(x, src, dst)",
    reference=to_layout,
    parts=(Part(1, layouts), Part(1, not_layouts)),
    hints=(
        "`x.transpose([2, 0, 1])` puts axis 2 of x first. Where does 'HWC' have its C?",
        "`'HWC'.index('C')` is 2. Go through the letters of the target, one after the other.",
    ),
    mistakes=(
        Mistake(
            "`reshape` deals the numbers out anew: the shape is right, the picture scrambled. Transpose.",
            lambda x, src, dst: x.reshape(ordered(x, src, dst).shape),
        ),
        Mistake(
            "That is the way back: ask for each letter of the target where the source has it, "
            "not the other way round.",
            lambda x, src, dst: x.transpose([dst.index(axis) for axis in src]),
        ),
        Mistake(
            "That turns all axes round, whatever the letters say.",
            lambda x, src, dst: x.T,
        ),
        Mistake(
            "That moves the last axis to the front, whatever the letters say.",
            lambda x, src, dst: np.moveaxis(x, -1, 0),
        ),
        Mistake(
            "That swaps the first and the last axis. From HWC to CHW all three move.",
            lambda x, src, dst: (
                x if src == dst else np.swapaxes(x, 0, -1) if x.ndim == 3 else ordered(x, src, dst)
            ),
        ),
        Mistake(
            "Nothing has moved: the axes are as they came.",
            lambda x, src, dst: x,
        ),
    ),
)

"""Traits that check what Python hands to a widget, and say in one sentence what is wrong with it."""

import math
from numbers import Real

import traitlets


def plain(value):
    """Nested lists of Python numbers from lists, tuples, arrays or tensors."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


LARGEST = 9999  # a cell holds no more, nor less than −9999: as matrices.js has it


def matrix_problem(name, X, largest):
    """Why X cannot be the matrix `name`, or None.

    >>> matrix_problem("X", [[1, 2], [3]], 8)
    'the rows of X have different lengths (2, 1): make them equally long'
    """
    if not isinstance(X, list) or not X or not all(isinstance(row, list) and row for row in X):
        return f"{name} must be a matrix such as [[0, 1], [2, 3]], got {X!r}"
    lengths = [len(row) for row in X]
    if len(set(lengths)) > 1:
        listed = ", ".join(map(str, lengths))
        return f"the rows of {name} have different lengths ({listed}): make them equally long"
    odd = [
        v for row in X for v in row if isinstance(v, bool) or not isinstance(v, Real) or not math.isfinite(v)
    ]
    if odd:
        return f"{name} holds {odd[0]!r}, which is not a finite number: replace it by a number"
    if far := [v for row in X for v in row if abs(v) > LARGEST]:
        return f"{name} holds {far[0]!r}, too large to draw: use numbers from −{LARGEST} to {LARGEST}"
    if max(len(X), lengths[0]) > largest:
        return f"{name} is {len(X)} × {lengths[0]}, too large to draw: use at most {largest} rows and columns"
    return None


class Matrix(traitlets.List):
    """A matrix as JSON lists; takes arrays and tensors too."""

    def __init__(self, default, *, name, largest=12, **kwargs):
        super().__init__(default_value=default, **kwargs)
        self.label, self.largest = name, largest

    def validate(self, obj, value):
        X = plain(value)
        if problem := matrix_problem(self.label, X, self.largest):
            raise traitlets.TraitError(problem)
        return X


class Speed(traitlets.Enum):
    """How fast Play turns the pages: ¼, 1 or 4 times as fast as interval_ms says."""

    def __init__(self):
        super().__init__((0.25, 1, 4), 1)
        self.tag(sync=True)


class Whole(traitlets.TraitType):
    """A whole number between two bounds."""

    def __init__(self, default, *, name, low, high, **kwargs):
        super().__init__(default, **kwargs)
        self.label, self.low, self.high = name, low, high

    def validate(self, obj, value):
        fine = (
            isinstance(value, Real)
            and not isinstance(value, bool)
            and value == int(value if math.isfinite(value) else 0)
        )
        if not fine or not self.low <= value <= self.high:
            raise traitlets.TraitError(
                f"{self.label} must be a whole number from {self.low} to {self.high}, got {value!r}"
            )
        return int(value)


class Measure(traitlets.Float):
    """A number between two bounds, whole or not."""

    def __init__(self, default, *, name, low, high, **kwargs):
        super().__init__(default, **kwargs)
        self.label, self.low, self.high = name, low, high

    def validate(self, obj, value):
        if isinstance(value, bool) or not isinstance(value, Real) or not self.low <= value <= self.high:
            raise traitlets.TraitError(
                f"{self.label} must be a number from {self.low:g} to {self.high:g}, got {value!r}"
            )
        return float(value)


def limits_of(trait):
    """What the front end must know of a trait to refuse a link that goes beyond it; {} if nothing.

    >>> limits_of(Whole(0, name="padding", low=0, high=3)), limits_of(traitlets.Enum(["grey", "signed"]))
    ({'min': 0, 'max': 3}, {'known': ['grey', 'signed']})
    """
    if isinstance(trait, Whole):
        return {"min": trait.low, "max": trait.high}
    if isinstance(trait, Measure):
        return {"min": trait.low, "max": trait.high, "whole": False}
    if isinstance(trait, Matrix):
        return {"largest": trait.largest}
    if isinstance(trait, traitlets.Enum):
        return {"known": list(trait.values)}
    if isinstance(trait, traitlets.Int):
        bounds = {"min": trait.min, "max": trait.max}
        return {name: bound for name, bound in bounds.items() if bound is not None}
    if isinstance(trait, traitlets.List) and trait._trait and (each := limits_of(trait._trait)):
        return {"each": each}
    return {}

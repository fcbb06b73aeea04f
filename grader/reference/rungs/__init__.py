"""One layer, computed in many ways: from the definition to the fastest NumPy that still reads well.

Each rung takes X (C, H, W) and K (O, C, h, w) and gives the valid cross-correlation, summed over channels:
(O, H - h + 1, W - w + 1). `python bench/reference.py` says how fast each is.
"""

from grader.reference.rungs.columns import columns
from grader.reference.rungs.loops import loops
from grader.reference.rungs.separable import separable
from grader.reference.rungs.shifted_sums import shifted_sums
from grader.reference.rungs.spectrum import spectrum
from grader.reference.rungs.strips import strips
from grader.reference.rungs.windows import windows_einsum, windows_tensordot

RUNGS = {
    "loops": loops,
    "shifted sums": shifted_sums,
    "windows, einsum": windows_einsum,
    "windows, tensordot": windows_tensordot,
    "im2col": columns,
    "im2col in strips": strips,
    "separable": separable,  # only for a kernel that is a column times a row
    "FFT": spectrum,
}

__all__ = ["RUNGS", *(rung.__name__ for rung in RUNGS.values())]

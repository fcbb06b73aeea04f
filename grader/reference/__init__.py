"""The mathematics of the book: the plain formula, one idea a file. Widgets and checks are held to it."""

from grader.reference.channels import conv1x1, corr2d_multi
from grader.reference.corr2d import corr2d
from grader.reference.corr2d_strided import corr2d_strided
from grader.reference.derivative import derivative_kernel
from grader.reference.edges import edge_kernel, find_edges
from grader.reference.layout import to_layout
from grader.reference.params import conv_params, fc_params
from grader.reference.permute import permute_weights
from grader.reference.separate import separate
from grader.reference.sharing import extract_kernel, is_shift_equivariant
from grader.reference.sizes import out_size, pad2d

__all__ = [
    "conv1x1",
    "conv_params",
    "corr2d",
    "corr2d_multi",
    "corr2d_strided",
    "derivative_kernel",
    "edge_kernel",
    "extract_kernel",
    "fc_params",
    "find_edges",
    "is_shift_equivariant",
    "out_size",
    "pad2d",
    "permute_weights",
    "separate",
    "to_layout",
]

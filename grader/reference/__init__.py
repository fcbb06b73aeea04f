"""The mathematics of the book: the plain formula, one idea a file. Widgets and checks are held to it."""

from grader.reference.backward import corr1d_backward, corr2d_backward, layer_backward, maxpool_backward
from grader.reference.channels import conv1x1, corr2d_multi
from grader.reference.convolution import (
    conv2d_full,
    conv_via_corr,
    corr1d_full,
    delay_kernel,
    noncommuting_pair,
)
from grader.reference.corr2d import corr2d
from grader.reference.corr2d_strided import corr2d_strided
from grader.reference.costs import im2col_bytes, macs
from grader.reference.derivative import derivative_kernel
from grader.reference.dimensions import causal_conv1d, corr_nd, frames_of
from grader.reference.edges import edge_kernel, find_edges
from grader.reference.fft_corr2d import fft_corr2d
from grader.reference.im2col import im2col
from grader.reference.layout import to_layout
from grader.reference.learning import identifiable, learn_kernel, max_stable_lr
from grader.reference.network import forward, lenet_params, overfit_batch
from grader.reference.padding import pad2d
from grader.reference.params import conv_params, fc_params
from grader.reference.participation import participation
from grader.reference.permute import permute_weights
from grader.reference.pick_device import pick_device
from grader.reference.pooling import blur_pool, params_after_pool, pool2d, shift_sensitivity
from grader.reference.receptive import design_stack, fuse, receptive_field, rf_mask
from grader.reference.separate import separate
from grader.reference.sharing import extract_kernel, is_shift_equivariant
from grader.reference.sizes import out_size, same_pad
from grader.reference.toeplitz import toeplitz

__all__ = [
    "blur_pool",
    "causal_conv1d",
    "conv1x1",
    "conv2d_full",
    "conv_params",
    "conv_via_corr",
    "corr1d_backward",
    "corr1d_full",
    "corr2d",
    "corr2d_backward",
    "corr2d_multi",
    "corr2d_strided",
    "corr_nd",
    "delay_kernel",
    "derivative_kernel",
    "design_stack",
    "edge_kernel",
    "extract_kernel",
    "fc_params",
    "fft_corr2d",
    "find_edges",
    "forward",
    "frames_of",
    "fuse",
    "identifiable",
    "im2col",
    "im2col_bytes",
    "is_shift_equivariant",
    "layer_backward",
    "learn_kernel",
    "lenet_params",
    "macs",
    "max_stable_lr",
    "maxpool_backward",
    "noncommuting_pair",
    "out_size",
    "overfit_batch",
    "pad2d",
    "params_after_pool",
    "participation",
    "permute_weights",
    "pick_device",
    "pool2d",
    "receptive_field",
    "rf_mask",
    "same_pad",
    "separate",
    "shift_sensitivity",
    "to_layout",
    "toeplitz",
]

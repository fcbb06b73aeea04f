"""How often each pixel is looked at."""

import numpy as np

from grader.reference.sizes import out_size


def participation(n, k, p=0, s=1):
    """In how many windows of a k × k kernel each of n × n pixels takes part.

    Shapes: -> (n, n) whole numbers
    Raises: ValueError where no window fits

    >>> participation(4, 3)
    array([[1, 2, 2, 1],
           [2, 4, 4, 2],
           [2, 4, 4, 2],
           [1, 2, 2, 1]])
    """
    counts = np.zeros(n + 2 * p, dtype=int)
    for i in range(out_size(n, k, p, s)):
        counts[i * s : i * s + k] += 1
    inside = counts[p : p + n]
    return np.outer(inside, inside)

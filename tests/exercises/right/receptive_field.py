import numpy as np


def receptive_field(layers):
    first, last, jump = 0, 0, 1
    for k, s, d in layers:
        if k < 1 or s < 1 or d < 1:
            raise ValueError("no layer")
        last = last + (k - 1) * d * jump
        jump = jump * s
    return last - first + 1, jump


def receptive_field_backwards(layers):
    jump = 1
    field = 1
    for k, s, d in reversed(layers):
        if min(k, s, d) < 1:
            raise ValueError("no layer")
        field = (field - 1) * s + d * (k - 1) + 1
        jump *= s
    return [field, jump]


def rf_mask(layers, i, n):
    seen = {i}
    for k, s, d in layers[::-1]:
        seen = {o * s + a * d for o in seen for a in range(k)}
    outputs = n
    for k, s, d in layers:
        outputs = (outputs - d * (k - 1) - 1) // s + 1
    if i < 0 or i >= outputs:
        raise ValueError("no such output")
    return [place in seen for place in range(n)]


def rf_mask_forwards(layers, i, n):
    sees = np.eye(n, dtype=bool)
    for k, s, d in layers:
        rows = []
        start = 0
        while start + d * (k - 1) < len(sees):
            rows.append(sees[start : start + d * (k - 1) + 1 : d].any(axis=0))
            start += s
        sees = np.array(rows).reshape(-1, n)
    if not 0 <= i < len(sees):
        raise ValueError("there is no such output")
    return sees[i]


def design_stack(target, budget):
    if target < 1:
        raise ValueError("nothing to see")

    def search(field, jump, left, count):
        if field == target and (count >= 2 or target <= 3):
            return []
        for k in range(2, left + 1):
            wider = field + (k - 1) * jump
            if wider > target or jump > field:
                break
            for s in (2, 1):
                rest = search(wider, jump * s, left - k, count + 1)
                if rest is not None:
                    return [(k, s, 1)] + rest
        return None

    found = search(1, 1, budget, 0)
    if found is None:
        raise ValueError("too little money")
    return found


def fuse(K1, K2):
    (h, w), (m, n) = K1.shape, K2.shape
    K = np.zeros((h + m - 1, w + n - 1))
    for a in range(h):
        for b in range(w):
            for c in range(m):
                for d in range(n):
                    K[a + c, b + d] += K1[a, b] * K2[c, d]
    return K


def fuse_by_layers(K1, K2):
    """What both layers make of a single dot, turned back."""
    h, w = K1.shape[0] + K2.shape[0] - 1, K1.shape[1] + K2.shape[1] - 1
    dot = np.zeros((2 * h - 1, 2 * w - 1))
    dot[h - 1, w - 1] = 1
    Y = dot
    for K in (K1, K2):
        Y = (np.lib.stride_tricks.sliding_window_view(Y, K.shape) * K).sum(axis=(2, 3))
    return Y[::-1, ::-1]

import numpy as np


def learn_kernel(X, Y, shape, lr, steps, rng):
    h, w = shape
    rows, columns = X.shape[0] - h + 1, X.shape[1] - w + 1
    if rows < 1 or columns < 1 or Y.shape != (rows, columns):
        raise ValueError("sizes do not match")
    K = np.random.default_rng(rng).normal(size=(h, w))
    losses = []
    for _ in range(steps):
        loss = 0.0
        gradient = np.zeros((h, w))
        for i in range(rows):
            for j in range(columns):
                window = X[i : i + h, j : j + w]
                error = np.sum(window * K) - Y[i, j]
                loss += error**2
                gradient += 2 * error * window
        losses.append(loss)
        K = K - lr * gradient
    return K, losses


def learn_kernel_by_matrix(X, Y, shape, lr, steps, rng):
    if X.shape[0] < shape[0] or X.shape[1] < shape[1]:
        raise ValueError("the kernel does not fit")
    size = (X.shape[0] - shape[0] + 1, X.shape[1] - shape[1] + 1)
    if Y.shape != size:
        raise ValueError("Y has another size")
    rows = []
    for i in range(size[0]):
        for j in range(size[1]):
            rows.append(X[i : i + shape[0], j : j + shape[1]].ravel())
    A = np.array(rows)
    k = np.random.default_rng(rng).normal(size=shape).ravel()
    losses = np.zeros(steps)
    for step in range(steps):
        r = A @ k - Y.ravel()
        losses[step] = r @ r
        k = k - 2 * lr * A.T @ r
    return k.reshape(shape), losses


def max_stable_lr(X, shape):
    h, w = shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError("does not fit")
    hessian = np.zeros((h * w, h * w))
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            window = X[i : i + h, j : j + w].ravel()
            hessian += 2 * np.outer(window, window)
    largest = np.max(np.linalg.eigvalsh(hessian))
    if largest == 0:
        return np.inf
    return 2 / largest


def max_stable_lr_by_norm(X, shape):
    h, w = shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(X[i : i + h, j : j + w].ravel())
    if not rows:
        raise ValueError("no window")
    size = np.linalg.norm(np.array(rows, dtype=float), 2)
    return float("inf") if size == 0 else 1 / size**2


def identifiable(X, shape):
    h, w = shape
    if h > X.shape[0] or w > X.shape[1]:
        raise ValueError("does not fit")
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(X[i : i + h, j : j + w].ravel())
    return np.linalg.matrix_rank(np.array(rows)) == h * w


def identifiable_by_values(X, shape):
    h, w = shape
    rows = []
    for i in range(X.shape[0] - h + 1):
        for j in range(X.shape[1] - w + 1):
            rows.append(X[i : i + h, j : j + w].ravel())
    if not rows:
        raise ValueError("no window")
    if len(rows) < h * w:
        return False
    values = np.linalg.svd(np.array(rows), compute_uv=False)
    return bool(values[-1] > 1e-9)

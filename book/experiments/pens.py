"""Digits drawn by a simulated pen, and prepared as the page prepares a reader's drawing.

A network that has seen only the data's digits reads an open 4 as a 9: few of the data's writers leave it
open.
"""

import numpy as np

FINE, INK, WIDEST, THIN, THICK = 32, 290, 22, 5, 8  # as in book/widgets/whole_network/ink.js


def line(*points):
    """Points (n, 2), each row and column, from 0 at the top left to 1."""
    return np.array(points, float)


def arc(row, col, high, wide, start, end):
    """A part of an ellipse from one angle to another, in degrees, 0 at the right: points (19, 2)."""
    turn = np.radians(np.linspace(start, end, 19))
    return np.stack([row - high * np.sin(turn), col + wide * np.cos(turn)], axis=1)


def joined(*parts):
    return np.concatenate(parts)


STYLES = [  # (digit, strokes): how people write it
    (0, [arc(0.5, 0.5, 0.35, 0.22, 90, 450)]),
    (0, [arc(0.5, 0.5, 0.3, 0.28, 90, 450)]),
    (1, [line((0.15, 0.5), (0.85, 0.5))]),
    (1, [line((0.15, 0.58), (0.85, 0.45))]),
    (1, [line((0.3, 0.38), (0.15, 0.52), (0.85, 0.52))]),
    (1, [line((0.3, 0.38), (0.15, 0.52), (0.85, 0.52)), line((0.85, 0.36), (0.85, 0.68))]),
    (2, [joined(arc(0.32, 0.48, 0.17, 0.2, 160, -40), line((0.85, 0.28), (0.85, 0.72)))]),
    (2, [joined(arc(0.3, 0.48, 0.15, 0.18, 150, -20), line((0.8, 0.3), (0.82, 0.72)))]),
    (3, [joined(arc(0.33, 0.45, 0.15, 0.18, 150, -90), arc(0.65, 0.45, 0.17, 0.2, 90, -150))]),
    (3, [joined(line((0.15, 0.3), (0.15, 0.68), (0.42, 0.48)), arc(0.63, 0.45, 0.21, 0.22, 80, -150))]),
    (4, [line((0.15, 0.35), (0.55, 0.28), (0.55, 0.75)), line((0.3, 0.62), (0.88, 0.6))]),
    (4, [line((0.15, 0.3), (0.5, 0.3), (0.5, 0.7)), line((0.15, 0.62), (0.88, 0.62))]),
    (4, [line((0.2, 0.32), (0.62, 0.27), (0.6, 0.76)), line((0.4, 0.58), (0.88, 0.56))]),
    (4, [line((0.15, 0.32), (0.5, 0.3), (0.5, 0.66)), line((0.15, 0.66), (0.88, 0.62))]),
    (4, [line((0.6, 0.78), (0.6, 0.25), (0.15, 0.6), (0.88, 0.6))]),
    (5, [joined(line((0.15, 0.35), (0.45, 0.33)), arc(0.62, 0.46, 0.2, 0.2, 120, -140)),
         line((0.15, 0.35), (0.15, 0.68))]),
    (5, [joined(line((0.15, 0.68), (0.15, 0.36), (0.45, 0.34)), arc(0.62, 0.46, 0.2, 0.2, 110, -140))]),
    (6, [joined(line((0.15, 0.6), (0.4, 0.36)), arc(0.65, 0.48, 0.19, 0.17, 160, 520))]),
    (6, [joined(line((0.12, 0.5), (0.55, 0.32)), arc(0.68, 0.46, 0.17, 0.15, 170, 530))]),
    (7, [line((0.2, 0.28), (0.2, 0.72), (0.85, 0.42))]),
    (7, [line((0.2, 0.28), (0.2, 0.72), (0.85, 0.42)), line((0.5, 0.4), (0.5, 0.7))]),
    (7, [line((0.3, 0.28), (0.2, 0.28), (0.2, 0.72), (0.85, 0.45))]),
    (8, [arc(0.32, 0.5, 0.17, 0.16, 270, -90), arc(0.67, 0.5, 0.18, 0.19, 90, 450)]),
    (8, [joined(arc(0.32, 0.5, 0.17, 0.16, 0, 270), arc(0.67, 0.5, 0.18, 0.19, 90, -270),
                arc(0.32, 0.5, 0.17, 0.16, 270, 360))]),
    (9, [joined(arc(0.33, 0.48, 0.18, 0.18, 0, 360), line((0.85, 0.66)))]),
    (9, [joined(arc(0.33, 0.48, 0.18, 0.18, 0, 360), arc(0.55, 0.36, 0.3, 0.3, 10, -80))]),
]  # fmt: skip


def shaken(strokes, rng):
    """The same digit from another hand: slanted, turned, wider or narrower, its strokes a little off."""
    slant, turn, *size = rng.normal(0, [0.12, 0.06, 0.1, 0.1])
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    change = turned @ np.array([[np.exp(size[0]), 0], [-slant, np.exp(size[1])]])
    return [(points - 0.5) @ change.T + rng.normal(0, 0.02, 2) + rng.normal(0, 0.012, points.shape)
            for points in strokes]  # fmt: skip


def placed(strokes, thick):
    """The strokes in points of the fine sheet, as tall as it and in its middle, for a pen so thick."""
    low, high = (edge(np.concatenate(strokes), axis=0) for edge in (np.min, np.max))
    tall, wide = high - low
    down = (FINE - thick) / max(tall, wide / 3, 1e-6)
    across = min(down, (WIDEST - thick) / max(wide, 1e-6))
    return [FINE / 2 + (points - (low + high) / 2) * [down, across] for points in strokes]


def distances(strokes):
    """How far each point of the fine sheet (32, 32) is from the nearest line."""
    begin = np.concatenate([points[np.maximum(0, np.arange(len(points)) - 1)] for points in strokes])
    way = np.concatenate(strokes) - begin
    away = np.indices((FINE, FINE)).reshape(2, -1).T[:, None] + 0.5 - begin  # (1024, lines, 2)
    along = (away * way).sum(2) / np.where(way.any(1), (way**2).sum(1), 1)
    left = away - np.clip(along, 0, 1)[..., None] * way
    return np.hypot(left[..., 0], left[..., 1]).min(axis=1).reshape(FINE, FINE)


def fitted(strokes):
    """Strokes as 8 × 8 whole numbers from 0 to 16, by the rule of ink.js.

    >>> fitted([line((0, 0), (1, 0))])[4].tolist()
    [0, 0, 0, 16, 16, 0, 0, 0]
    """
    first = placed(strokes, THIN)
    length = sum(np.hypot(*np.diff(points, axis=0).T).sum() for points in first)
    thick = min(THICK, max(THIN, INK / max(1, length + 4)))
    inked = distances(placed(strokes, thick)) <= thick / 2
    return inked.reshape(8, 4, 8, 4).sum(axis=(1, 3))


def drawn(hands, rng):
    """Each style by so many hands: pictures (N, 8, 8) from 0 to 1, and which digit (N,) each shows."""
    pictures = [fitted(shaken(strokes, rng)) for _, strokes in STYLES for _ in range(hands)]
    return np.array(pictures) / 16, np.repeat([digit for digit, _ in STYLES], hands)

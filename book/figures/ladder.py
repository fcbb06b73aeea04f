"""Counts on a logarithmic axis."""

from math import log10

from book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, line, rect, text

WIDTH, LEFT, ROW, BAR = 640, 2, 52, 18
ROOM = 150  # for the number after the longest bar
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def ladder(counts):
    """One bar for each symbol and its count, {"Δ = 1": 9}; each step of the axis is a factor of ten."""
    decades = max(len(str(count)) - 1 for count in counts.values()) or 1
    step = (WIDTH - LEFT - ROOM) / decades
    foot = ROW * len(counts) + 6
    shapes = [axis_mark(LEFT + step * power, foot, power) for power in range(3, decades + 1, 3)]
    for row, (name, count) in enumerate(counts.items()):
        shapes += bar(name, count, row * ROW, step)
    return Drawing(WIDTH, foot + 24, shapes)


def axis_mark(x, foot, power):
    label = text(x, foot + 18, f"10{str(power).translate(SUPERSCRIPT)}", size=13, fill=SOFT)
    return line(x, 4, x, foot, stroke=RULE, stroke_dasharray="2 4") + label


def bar(name, count, y, step):
    length = max(2.0, log10(count) * step)
    yield text(LEFT, y + 18, name, size=15, fill=SOFT, anchor="start")
    yield rect(LEFT, y + 24, length, BAR, fill=ACCENT, rx=2)
    yield text(LEFT + length + 8, y + 39, f"{count:,}", size=15, fill=INK, anchor="start")

"""Counts on a logarithmic axis."""

from math import log10

from convolution_book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, line, rect, text

WIDTH, ROW, BAR = 440, 50, 16  # narrow, so that its letters stay readable on a phone
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def ladder(counts):
    """One bar for each symbol and its count, {"Δ = 1": 9}; each step of the axis is a factor of ten."""
    decades = max(len(str(count)) - 1 for count in counts.values()) or 1
    step = (WIDTH - 20) / decades
    foot = ROW * len(counts) + 6
    shapes = [axis_mark(step * power, foot, power) for power in range(3, decades + 1, 3)]
    for row, (name, count) in enumerate(counts.items()):
        shapes += bar(name, count, row * ROW, step)
    return Drawing(WIDTH, foot + 24, shapes)


def axis_mark(x, foot, power):
    label = text(x, foot + 18, f"10{str(power).translate(SUPERSCRIPT)}", size=14, fill=SOFT)
    return line(x, 4, x, foot, stroke=RULE, stroke_dasharray="2 4") + label


def bar(name, count, y, step):
    yield text(0, y + 20, name, fill=SOFT, anchor="start")
    yield text(WIDTH - 20, y + 20, f"{count:,}", fill=INK, anchor="end")
    yield rect(0, y + 27, max(2.0, log10(count) * step), BAR, fill=ACCENT, rx=2)

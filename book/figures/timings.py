"""How long one layer takes in several ways, for kernels of many sizes: one picture a machine."""

from itertools import pairwise
from math import log10

from convolution_book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, Row, line, shape, text
from convolution_book.ladders import ladders, where

LEFT, RIGHT, TOP, PLOT, HEIGHT = 44, 104, 46, 300, 200
STROKES = (  # each way has its own line and its name beside it: colour alone would say nothing
    {"stroke": INK},
    {"stroke": INK, "stroke_dasharray": "2 4"},
    {"stroke": SOFT, "stroke_dasharray": "8 4"},
    {"stroke": ACCENT},
)


def timings(ways, n=256, measured=None):
    """To the right the kernel's side, upwards ms, both in steps of a factor; one channel, n × n pixels.

    ways: of those on one thread; where a machine has a GPU, a second picture shows what was measured on it
    measured: tables; those in book/ladders if there are none given
    """
    return Row(drawing for table in measured or ladders() for drawing in panels(table, ways, n))


def panels(table, ways, n):
    rows = [row for row in table["rungs"] if (row["C"], row["O"], row["n"]) == (1, 1, n)]
    yield panel(where(table), {way: [(row["k"], row["ms"][way]) for row in rows] for way in ways})
    rows = [row for row in table["images"] if row["n"] == n]
    for place in rows[0]["ms"] if table["machine"]["gpu"] else ():
        if place.startswith("GPU"):
            yield panel(f"{table['machine']['gpu']}: {place}", points(rows, place))


def points(rows, place):
    """{way: [(k, ms), …]}, where it was measured."""
    found = {}
    for row in rows:
        for way, ms in row["ms"].get(place, {}).items():
            found.setdefault(way, []).append((row["k"], ms))
    return found


def panel(name, lines):
    sides = sorted({k for way in lines.values() for k, _ in way})
    taken = [ms for way in lines.values() for _, ms in way]
    low, high = floor(min(taken)), floor(max(taken)) + 1
    right, up = scale(sides[0], sides[-1], LEFT, LEFT + PLOT), scale(10**low, 10**high, TOP + HEIGHT, TOP)
    shapes = [text(LEFT, 18, name, size=13, fill=SOFT, anchor="start"), *axes(sides, low, high, right, up)]
    ends = spread([up(way[-1][1]) for way in lines.values()])
    for (way, found), style, end in zip(lines.items(), STROKES, ends, strict=False):
        joined = " ".join(f"{right(k):.1f},{up(ms):.1f}" for k, ms in found)
        shapes.append(shape("polyline", points=joined, fill="none", stroke_width=2, **style))
        shapes.append(text(right(found[-1][0]) + 8, end + 5, way, size=14, anchor="start"))
    return Drawing(LEFT + PLOT + RIGHT, TOP + HEIGHT + 34, shapes)


def floor(ms):
    """The power of ten below."""
    return int(log10(ms) // 1)


def scale(first, last, start, end):
    """From a number to a place, by its logarithm."""
    return lambda value: start + (end - start) * log10(value / first) / log10(last / first)


def spread(places, apart=17):
    """The same places, moved so that words at them do not overlap."""
    order, moved = sorted(range(len(places)), key=places.__getitem__), list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + apart)
    return moved


def axes(sides, low, high, right, up):
    for power in range(low, high + 1):
        y = up(10**power)
        yield line(LEFT, y, LEFT + PLOT, y, stroke=RULE, stroke_dasharray="2 4")
        yield text(LEFT - 8, y + 5, f"{10.0**power:g}", size=13, fill=SOFT, anchor="end")
    for k in sides:
        yield text(right(k), TOP + HEIGHT + 22, k, size=13, fill=SOFT)
    yield text(LEFT - 8, TOP - 10, "ms", size=13, fill=SOFT, anchor="end")
    yield text(LEFT + PLOT + 22, TOP + HEIGHT + 22, "k", size=13, fill=SOFT, font_style="italic")

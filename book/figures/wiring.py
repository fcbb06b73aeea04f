"""Who is connected with whom: a dense layer beside a local one with shared weights."""

from convolution_book.figures.drawing import ACCENT, INK, RULE, SOFT, Drawing, Row, line, shape

STEP, HEIGHT, RADIUS = 34, 120, 7
DASHES = ("none", "6 3", "1.5 3")  # a weight is told by its pattern, not by colour alone


def wiring(inputs=10, outputs=3, kernel=3):
    """Left, `outputs` dense units; right, one kernel at each place. Equal lines carry equal weights."""
    dense = [(i, o, None) for o in range(outputs) for i in range(inputs)]
    places = inputs - kernel + 1
    local = [(o + w, o, w) for o in range(places) for w in range(kernel)]
    return Row([layer(inputs, outputs, dense), layer(inputs, places, local)])


def layer(inputs, outputs, edges):
    width = STEP * inputs

    def x(place, count):
        return width / 2 + (place - (count - 1) / 2) * STEP

    shapes = [edge(x(i, inputs), x(o, outputs), weight) for i, o, weight in edges]
    shapes += [dot(x(i, inputs), 10, RULE) for i in range(inputs)]
    shapes += [dot(x(o, outputs), HEIGHT - 10, ACCENT) for o in range(outputs)]
    return Drawing(width, HEIGHT, shapes)


def edge(top, bottom, weight):
    pattern = (
        {"stroke_width": 0.6}
        if weight is None
        else {"stroke_dasharray": DASHES[weight % 3], "stroke_width": 1.6}
    )
    return line(top, 10, bottom, HEIGHT - 10, stroke=SOFT if weight is None else INK, **pattern)


def dot(x, y, fill):
    return shape("circle", cx=x, cy=y, r=RADIUS, fill=fill)

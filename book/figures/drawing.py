"""A few SVG shapes, and the thing that a cell displays."""

from html import escape

INK = "var(--cw-ink, currentColor)"
SOFT = "var(--cw-soft, #6b7480)"
RULE = "var(--cw-rule, #b8bfc8)"
ACCENT = "var(--cw-accent, #1d8a78)"


def signed(value, largest):
    """A tint beside a written number: its sign chooses the colour, its size how strong."""
    name, fallback = ("--cw-pos", "33 102 172") if value >= 0 else ("--cw-neg", "178 80 24")
    strength = 0.5 * abs(value) / largest if largest else 0
    return f"rgb(var({name}, {fallback}) / {strength:.2f})"


def number(value):
    """A number as people write it: a real minus sign, no needless digits."""
    return f"{value:.3g}".replace("-", "−")


def rect(x, y, width, height, fill="none", stroke="none", **attributes):
    return shape("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=stroke, **attributes)


def line(x1, y1, x2, y2, stroke=RULE, **attributes):
    return shape("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **attributes)


def text(x, y, content, size=16, fill=INK, anchor="middle", **attributes):
    names = {"x": x, "y": y, "font_size": size, "fill": fill, "text_anchor": anchor, **attributes}
    return f"<text {written(names)}>{escape(str(content))}</text>"


def shape(tag, **attributes):
    return f"<{tag} {written(attributes)}/>"


def written(attributes):
    return " ".join(f'{name.replace("_", "-")}="{plain(value)}"' for name, value in attributes.items())


def plain(value):
    return f"{value:g}" if isinstance(value, float) else escape(str(value))


class Drawing:
    """Shapes on a canvas of the given size, in CSS pixels; shrinks with a narrow page, never grows."""

    def __init__(self, width, height, shapes):
        self.width, self.height, self.shapes = width, height, list(shapes)

    def __repr__(self):
        return f"<drawing, {self.width:g} × {self.height:g}>"

    def _repr_html_(self):
        return (
            f'<svg aria-hidden="true" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'style="display:block;flex:none;margin:0 auto;width:{self.width:g}px;max-width:100%;height:auto;'
            f'font-family:inherit;font-variant-numeric:tabular-nums">{"".join(self.shapes)}</svg>'
        )


class Row:
    """Drawings beside one another, below one another where the page is narrow."""

    def __init__(self, drawings):
        self.drawings = list(drawings)

    def __repr__(self):
        return f"<row of {len(self.drawings)} drawings>"

    def _repr_html_(self):
        inside = "".join(drawing._repr_html_() for drawing in self.drawings)
        style = "display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:12px 32px"
        return f'<div style="{style}">{inside}</div>'

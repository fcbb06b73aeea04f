"""Plots in inline SVG: no script, no file, the page's colours. What they show stands in a table, too."""

from html import escape

WIDTH = 320
LOWEST = -0.25  # of the scale of discriminations; what is lower stands at its foot


def column(share: float) -> int:
    """Which of ten columns a share belongs to; 100 % belongs to the last one."""
    return min(9, int(10 * share + 1e-9))


def bar(share: float) -> str:
    """A bar beside a number that says the same."""
    width = f"{min(1.0, max(0.0, share)):.1%}"
    return f'<span class="bar" aria-hidden="true"><i style="width:{width}"></i></span>'


def stack(parts) -> str:
    """Three counts as one bar, and as numbers."""
    inside = "".join(f'<i class="p{k}" style="flex-grow:{n}"></i>' for k, n in enumerate(parts) if n)
    bars = f'<span class="stack" aria-hidden="true">{inside}</span>'
    return f'<span class="stacked">{bars} {" · ".join(map(str, parts))}</span>'


def histogram(bins, title) -> str:
    """Columns over a scale from 0 to 100 %. bins: (from, to, height, what stands above it)"""
    top, high = max((height for *_, height, _ in bins), default=0) or 1, 96
    inside = f'<path d="M0 {high + 14}H{WIDTH}"/>'
    for start, end, height, label in bins:
        x, width, h = start * WIDTH, (end - start) * WIDTH, height / top * high
        y = high + 14 - h
        inside += f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{h:.1f}"/>'
        inside += f'<text x="{x + width / 2:.1f}" y="{y - 4:.1f}">{escape(label)}</text>' if label else ""
    return f'<div class="plot">{_svg(high + 16, title, inside, "columns")}{SCALE}</div>'


def box(low, lower, median, upper, high) -> str:
    """A box plot on a line from 0 to 100 %; the numbers stand beside it."""
    a, b, c, d, e = (100 * value for value in (low, lower, median, upper, high))
    inside = f'<path d="M{a:.1f} 8H{e:.1f}"/>'
    inside += f'<rect x="{b:.1f}" y="3" width="{max(0.8, d - b):.1f}" height="10"/>'
    inside += f'<path class="median" d="M{c:.1f} 1V15"/>'
    stretched = 'viewBox="-1 0 102 16" preserveAspectRatio="none"'
    return f'<svg class="box" {stretched} aria-hidden="true">{inside}</svg>'


def scatter(points, title, across, up) -> str:
    """Points above a scale from 0 to 100 %. points: (x, y, name, a mark or "")

    across, up: what it means to lie further on, further up
    """
    high = 170
    zero = high * (1 - LOWEST / (LOWEST - 1))
    inside = f'<path class="zero" d="M0 {zero:.1f}H{WIDTH}"/><path d="M0 0V{high}H{WIDTH}"/>'
    for x, y, name, mark in points:
        cx, cy = x * WIDTH, high * (1 - (max(LOWEST, y) - LOWEST) / (1 - LOWEST))
        kind, r = (' class="marked"', 5) if mark else ("", 4)
        dot = f'<circle{kind} cx="{cx:.1f}" cy="{cy:.1f}" r="{r}"/>'
        label = f'<text x="{cx:.1f}" y="{cy - 7:.1f}">{mark}</text>' if mark else ""
        inside += f"<g><title>{escape(name)}</title>{dot}{label}</g>"
    return (
        f'<div class="plot"><p class="axis" aria-hidden="true">↑ {escape(up)}</p>'
        f"{_svg(high, title, inside, 'scatter', pad=8)}{SCALE}"
        f'<p class="axis across" aria-hidden="true">{escape(across)} →</p></div>'
    )


def slopes(pairs, title) -> str:
    """Lines from a first value to a last one. pairs: (first, last), both from 0 to 1"""
    high, left, right, inside = 140, 30, WIDTH - 30, ""
    for first, last in pairs:
        y, z = high * (1 - first), high * (1 - last)
        kind = ' class="down"' if last < first else ""
        inside += f'<path{kind} d="M{left} {y:.1f}L{right} {z:.1f}"/>'
        inside += f'<circle cx="{left}" cy="{y:.1f}" r="3"/><circle cx="{right}" cy="{z:.1f}" r="3"/>'
    ends = "".join(
        f'<text x="{x}" y="{y}">{text}</text>'
        for x in (left - 20, right + 20)
        for y, text in ((3, "100 %"), (high + 3, "0 %"))
    )
    return f'<div class="plot">{_svg(high, title, inside + ends, "slopes", pad=8)}</div>'


def _svg(height, title, inside, kind, pad=0):
    frame = f"{-pad} {-pad} {WIDTH + 2 * pad} {height + 2 * pad}"
    return f'<svg class="{kind}" role="img" aria-label="{escape(title)}" viewBox="{frame}">{inside}</svg>'


SCALE = (
    '<div class="scale" aria-hidden="true">'
    + "".join(f"<span>{part} %</span>" for part in (0, 25, 50, 75, 100))
    + "</div>"
)

"""Still pictures: matrices as plain HTML tables, for pages without scripts and for print."""

from html import escape


def number(value):
    """
    >>> number(-1.0), number(1 / 9)
    ('−1', '0.11')
    """
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text != "0" else text


def matrix_table(caption, X):
    rows = "".join(f"<tr>{''.join(f'<td>{number(v)}</td>' for v in row)}</tr>" for row in X)
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"


def picture(*parts):
    """Tables and signs side by side."""
    return f'<div class="cw-still">{"".join(parts)}</div>'


def sign(text):
    return f"<span>{escape(text)}</span>"

"""HTML that somebody handed in, made harmless: a short list of tags and attributes is kept, the rest goes.

What is kept cannot run, ask another host for anything, or close the element that it stands in; and out of
that element nothing is drawn, whatever its style (FRAME in policy.py).
"""

import re
from html import escape

import nh3

LARGEST = (
    200_000  # characters of HTML; with more, or more tags than this, its text is shown as it was written
)
MOST_TAGS = 10_000  # the sanitizer is quadratic in their depth
REMEMBERED = 5_000


def words(text):
    return set(text.split())


TAGS = words("""
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup
    table tbody td tfoot th thead time tr tt u ul var wbr
""")
WITH_CONTENT = words("""
    script style title template iframe object embed applet noscript noembed noframes textarea select svg math
    audio video canvas frameset xmp plaintext
""")
ATTRIBUTES = {
    "*": {"align", "class", "dir", "id", "lang", "style", "title", "valign"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "table": {"border"},
    "details": {"open"},
}
STYLES = words("""
    background-color border border-bottom border-collapse border-color border-left border-radius border-right
    border-spacing border-style border-top border-width color display font-family font-size font-style
    font-variant-numeric font-weight height line-height list-style-type margin margin-bottom margin-left
    margin-right margin-top max-height max-width min-width opacity outline outline-offset overflow overflow-x
    padding padding-bottom padding-left padding-right padding-top text-align text-decoration vertical-align
    white-space width
""")
CLASSES = re.compile(
    r"highlight|check|dataframe|anchor-link|math-[0-9a-f]+-\d+|[a-z][a-z0-9]{0,2}"
)  # pygments': 1 to 3
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
BESIDE = re.compile(
    r"(?!/)[^:\\?#]*[^:\\?#/]"
)  # a file in the page's own folder; its parts are looked at below


def sanitize(html: str) -> str:
    """The part of it that is harmless, in a frame of its own."""
    if html not in _known:
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[html] = framed(_harmless(html))
    return _known[html]


def framed(html: str) -> str:
    return f'<div class="handed-in">{html}</div>'


def as_text(text: str) -> str:
    """Text as it was written, not as what it says."""
    return f"<pre>{escape(text)}</pre>"


def _harmless(html):
    if len(html) > LARGEST or html.count("<") > MOST_TAGS:
        size = f"{len(html)} characters and {html.count('<')} tags"
        return f"<p>[too much HTML to be shown: {size}]</p>{as_text(html[:2_000])}"
    return _cleaner.clean(html)


def _attribute(tag, name, value):
    """The value to keep, or None."""
    if name == "class":
        return " ".join(word for word in value.split() if CLASSES.fullmatch(word)) or None
    if name == "src":
        return value if PICTURE.fullmatch(value) or _is_beside(value) else None
    if name == "href" and value.startswith("#"):
        return f"#{PREFIX}{value[1:]}"
    if name == "href" and value.startswith("data:"):
        return None
    return value


def _is_beside(address):
    """No other host, no other folder: `//host/x`, `..` and their spellings with % would be."""
    return bool(BESIDE.fullmatch(address)) and ".." not in address and "%" not in address.replace("%20", "")


PREFIX = "in-"  # so that no name in a cell is one of the page's own
_known = {}
_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    filter_style_properties=STYLES,
    url_schemes={"http", "https", "mailto", "data"},
    id_prefix=PREFIX,
)

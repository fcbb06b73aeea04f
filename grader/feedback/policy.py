"""What a page may do, said in the page itself: it is opened from disks, mails and other people's servers."""

import re

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:;"
    " form-action 'none'; base-uri 'none'"
)
FRAME = (
    ".handed-in, .input_area, .output_subarea { contain: layout paint; isolation: isolate; }\n"
    ".handed-in, .input_area, .output_subarea { overflow: auto; }\n"
    "summary { display: list-item; }\n"
    ".handed-in img { max-width: 100%; }\n"
    "math[display=block] { margin: 0.6em 0; }\n"
    "@media (max-width: 40rem) {\n"
    "  div.cell, div.input, div.output_area { flex-direction: column; }\n"
    "  div.prompt { min-width: 0; text-align: left; }\n"
    "  .container, div#notebook-container, .panel-body { padding: 0.4em; width: auto; }\n"
    "  div.nbgrader_cell .panel-heading { height: auto; overflow: hidden; }\n"
    "}"
)
HEAD = (
    '\n<meta charset="utf-8" />\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />\n'
    '<meta name="referrer" content="no-referrer" />\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1" />'
)
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
FONT = re.compile(r"@font-face\s*\{[^}]*\}")
END = re.compile(r"</head\s*>", re.IGNORECASE)
START = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


def under_policy(page: str) -> str:
    """The page with its policy before all else, without what that forbids the template: scripts, fonts."""
    page = SCRIPT.sub("", page)
    start, end = START.search(page), END.search(page)
    if not (start and end):  # a template of the course's own
        return f"{HEAD}<style>\n{FRAME}\n</style>\n{page}"
    before, head, after = page[: start.end()], page[start.end() : end.start()], page[end.start() :]
    return f"{before}{HEAD}{FONT.sub('', head)}<style>\n{FRAME}\n</style>\n{after}"

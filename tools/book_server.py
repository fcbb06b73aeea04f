"""A small extension of Jupyter Server: the book at /, the class at /class/, beside JupyterLab at /lab.

    /              the built book, open to this machine; a ?token= in the address logs the reader in
    /class/        scores and feedback of the class: only with the token
    /lab           JupyterLab, as ever: only with the token

Folders come from the environment: BOOK_HTML, CLASS_HTML. A missing file below them is a page that says so.
"""

import mimetypes
import os
from pathlib import Path
from urllib.parse import unquote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.routing import Matcher, Rule
from tornado.web import RedirectHandler, StaticFileHandler, authenticated

KINDS = {  # what mimetypes says of these depends on the machine
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ipynb": "application/x-ipynb+json",
}

LOCAL_SCRIPT = """\
// The local server's version: this machine has a JupyterLab, so show the links that lead to it.
for (const link of document.querySelectorAll("a[data-local]")) {
  link.href = "/" + link.dataset.local;
  link.hidden = false;
}
for (const here of document.querySelectorAll(".local-links, [data-here]")) here.hidden = false;
for (const elsewhere of document.querySelectorAll("[data-elsewhere]")) elsewhere.hidden = true;
"""

MISSING = """\
<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No such page</title><style>
body {{ font: 1.125rem/1.6 system-ui, sans-serif; margin: 15vh auto; max-width: 34rem; padding: 0 1rem;
       color: #1c1f24; background: #fff }}
a {{ color: #0b6e5f }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e8eaed; background: #14171b }} a {{ color: #55c7b4 }}
}}
</style><h1>No such page</h1><p>{what}</p>
<p><a href="/">The book</a> · <a href="/lab/tree/work">JupyterLab</a></p></html>
"""


class Files(JupyterHandler, StaticFileHandler):
    """Files of one folder, asked for again at each visit: a rebuilt page shows at once."""

    def initialize(self, path):
        StaticFileHandler.initialize(self, path, default_filename="index.html")

    @property
    def content_security_policy(self):
        return "frame-ancestors 'self'"

    def validate_absolute_path(self, root, absolute_path):
        """The file's compressed twin where there is one that the browser takes."""
        file = super().validate_absolute_path(root, absolute_path)
        twin = Path(f"{file}.gz")
        takes = "gzip" in self.request.headers.get("Accept-Encoding", "")
        self.is_twin = bool(file) and takes and "Range" not in self.request.headers and twin.is_file()
        return str(twin) if self.is_twin else file

    def get_content_size(self):
        return Path(self.absolute_path).stat().st_size  # Tornado may have looked at the twin's file

    def get_content_type(self):
        path = Path(self.absolute_path)
        named = path.with_suffix("") if self.is_twin else path
        return KINDS.get(named.suffix) or mimetypes.guess_type(named.name)[0] or super().get_content_type()

    def set_extra_headers(self, path):
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        if self.is_twin:
            self.set_header("Content-Encoding", "gzip")

    def write_error(self, status_code, **details):
        if status_code != 404:
            return super().write_error(status_code, **details)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        return self.finish(MISSING.format(what=self.missing))


class BookFiles(Files):
    """The book needs no token; coming with one logs in, and the token leaves the address."""

    missing = "The book has no page of this name. It may not have been built: run <code>make book</code>."

    @allow_unauthenticated
    async def get(self, path, include_body=True):
        if self.get_argument("token", None) and self.current_user:
            return self.redirect(self.request.path)
        return await StaticFileHandler.get(self, path, include_body)

    @allow_unauthenticated
    async def head(self, path):
        return await StaticFileHandler.head(self, path)


class LocalScript(JupyterHandler):
    @allow_unauthenticated
    def get(self):
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(LOCAL_SCRIPT)


class ClassFiles(Files):
    """Feedback shows what students displayed, scripts included: it may not act as who is logged in."""

    missing = "No class has been graded yet: run <code>make grade</code>."

    @property
    def content_security_policy(self):
        sandbox = "sandbox allow-scripts allow-popups; connect-src 'none'; form-action 'none'"
        return f"{super().content_security_policy}; {sandbox}"

    @authenticated
    async def get(self, path, include_body=True):
        return await StaticFileHandler.get(self, path, include_body)

    @authenticated
    async def head(self, path):
        return await StaticFileHandler.head(self, path)


class InBook(Matcher):
    """Requests that the book answers: "/", its files, and pages that it might have had.

    Jupyter's own addresses stay Jupyter's, for a file of the book is looked up before anything is claimed.
    """

    def __init__(self, folder):
        self.folder = Path(folder)

    def match(self, request):
        path = unquote(request.path).lstrip("/")
        if self.is_page(path):
            return {"path_args": [path.encode()]}
        return None

    def is_page(self, path):
        if path in ("", "index.html") or (self.folder / path).is_file():
            return ".." not in path.split("/")
        return path.endswith(".html") and (path.startswith("exercises/") or "/" not in path)


def add_handlers(web_app, book, class_folder):
    rules = [
        (r"/_static/local\.js", LocalScript),
        (r"/class", RedirectHandler, {"url": "/class/"}),
        (r"/class/(.*)", ClassFiles, {"path": str(class_folder)}),
        Rule(InBook(book), BookFiles, {"path": str(book)}),
    ]
    web_app.add_handlers(".*$", rules)
    order = web_app.default_router.rules
    order.insert(0, order.pop(-2))  # before Jupyter's own "/", and its notebooks at /notebooks


def _jupyter_server_extension_points():
    return [{"module": "book_server"}]


def _load_jupyter_server_extension(server):
    add_handlers(server.web_app, Path(os.environ["BOOK_HTML"]), Path(os.environ["CLASS_HTML"]))

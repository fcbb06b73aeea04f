"""One address for the book, JupyterLab and the class; the token guards what it must."""

import gzip
import urllib.error
import urllib.request

import pytest

from tests.lab.conftest import ROOT, start, stop

pytestmark = pytest.mark.xdist_group("jupyter")


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *details):
        return None


def ask(url, method="GET"):
    """(status, headers, text), redirects not followed."""
    request = urllib.request.Request(url, method=method)
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=300)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode("utf8", "replace")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/locality.html", "text/html"),
        ("/exercises/locality/locality.html", "text/html"),
        ("/_static/theme.css", "text/css"),
        ("/_static/static-widgets.js", "text/javascript"),
        ("/notebooks/chapters/locality.ipynb", "application/x-ipynb+json"),
    ],
)
def test_the_book_needs_no_token_and_says_what_its_files_are(served, path, kind):
    status, headers, _ = ask(served.address + path)
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
    assert headers["Etag"]


def test_a_file_comes_compressed_to_who_takes_it_and_says_what_it_is(served):
    request = urllib.request.Request(f"{served.address}/locality.html", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        packed, headers = answer.read(), answer.headers
    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert headers["Content-Type"].startswith("text/html")
    _, plain_headers, plain = ask(f"{served.address}/locality.html")
    assert plain_headers["Content-Encoding"] is None
    assert gzip.decompress(packed).decode() == plain


def test_the_printed_address_logs_in_and_drops_the_token(served):
    status, headers, _ = ask(served.book)
    assert (status, headers["Location"]) == (302, "/")
    assert "username-" in headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/lab", "/class/", "/class/index.html", "/tree", "/files/work"])
def test_everything_else_asks_for_the_token(served, path):
    status, headers, _ = ask(served.address + path)
    assert (status, headers["Location"].partition("?")[0]) == (302, "/login")


def test_jupyters_interface_refuses_strangers(served):
    assert ask(f"{served.address}/api/contents")[0] == 403


def test_the_class_is_shown_to_whoever_has_the_token(served):
    assert "<h1>Scores</h1>" in ask(served.scores)[2]


SPY = """<!doctype html><title>waiting</title><script>
fetch("/api/contents", { credentials: "include" })
  .then((answer) => { document.title = `status ${answer.status}`; })
  .catch(() => { document.title = "refused"; });
</script>"""


@pytest.mark.browser
def test_a_script_in_a_students_feedback_cannot_use_the_teachers_login(served, browser):
    (served.root / "course" / "scores" / "spy.html").write_text(SPY)
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.scores)
    assert page.title() == "Scores"  # logged in
    page.goto(f"{served.address}/class/spy.html")
    page.wait_for_function("document.title !== 'waiting'")
    assert page.title() == "refused"
    context.close()


def test_a_page_that_is_not_there_gets_a_page_that_says_so(served):
    status, headers, text = ask(f"{served.address}/no-such-page.html")
    assert status == 404
    assert headers["Content-Type"].startswith("text/html")
    assert "The book has no page of this name" in text


@pytest.mark.parametrize(
    "path", ["/../_config.yml", "/%2e%2e/_config.yml", "/_static/../../../Makefile", "/..%2f_toc.yml"]
)
def test_nothing_outside_the_book_is_served_as_the_book(served, path):
    assert ask(served.address + path)[0] in (302, 403, 404)


def test_a_taken_port_is_no_obstacle_and_ctrl_c_stops_at_once(served, tmp_path):
    second = start(served.root, tmp_path)
    try:
        assert second.address != served.address
        assert ask(f"{second.address}/")[0] == 200
    finally:
        assert stop(second) == 0


def test_students_do_not_see_the_bar_with_which_instructors_create_assignments():
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_page_config

    page = get_page_config(jupyter_path("labextensions"), str(ROOT / "tools" / "lab_settings"))
    assert "@jupyter/nbgrader:create-assignment" in page["disabledExtensions"]
    assert "@jupyter/nbgrader:validate-assignment" not in page["disabledExtensions"]

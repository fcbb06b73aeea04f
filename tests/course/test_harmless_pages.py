"""Feedback pages in a real browser, opened from the disk: nothing that was handed in runs, asks or covers."""

import base64

import nbformat
import pytest
from classroom import CONFIG, cell, notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from grader.checks import draws, examine
from grader.course import open_course
from grader.exercises import find
from grader.feedback import make_feedback, plan_feedback, published
from grader.feedback.formulas import formula
from tests.browser import overflow, visit

pytestmark = [pytest.mark.xdist_group("course"), pytest.mark.browser]

DOT = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()
SVG = "xmlns='http://www.w3.org/2000/svg'"
AWAY = "https://elsewhere.example"
RUN = "document.title = 'owned'"
HOSTILE = [  # HTML, for a Markdown cell and for an output alike
    f"<script>{RUN}</script>",
    f"<img src=x onerror=\"{RUN}\">",
    f"<svg onload=\"{RUN}\"><script>{RUN}</script><a xlink:href='javascript:{RUN}'>svg</a></svg>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror={RUN}&gt;'>",
    f"<a id=evil href='javascript:{RUN}'>a link</a> <a href='java&#10;script:{RUN}'>another</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>a third</a>",
    f"<iframe src='{AWAY}/frame' srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data='{AWAY}/object'></object><embed src='{AWAY}/embed'>",
    f"<meta http-equiv='refresh' content='0; url={AWAY}/refresh'>",
    f"<link rel=stylesheet href='{AWAY}/style.css'><link rel=dns-prefetch href='{AWAY}'><base href='{AWAY}'>",
    f"<style>@import url({AWAY}/import.css); .panel-heading {{ display: none }}</style>",
    f"<img src='{AWAY}/beacon.png'><img src='//elsewhere.example/b.png'><img srcset='{AWAY}/c.png 2x'>",
    f"<img src='../../../../etc/x.png'><video poster='{AWAY}/v.png' src='{AWAY}/v'></video>",
    f"<div style='background: url({AWAY}/background.png)'>background</div>",
    f"<form action='{AWAY}/form'><input name=x value=y autofocus onfocus=\"{RUN}\"><button></form>",
    "<div style='position:fixed;inset:0;z-index:9999;background:white'>COVER</div>",
    "<div style='margin-top:-3000px;height:6000px;background-color:white'>PULLED</div>",
    "<div class='modal navbar-fixed-top' style='width:9999px;height:9999px'>MODAL</div>",
    "<a name=top id=top></a></div></div></div></div></body></html>",
    "<details open ontoggle=\"" + RUN + "\"><summary>s</summary></details><!--",
    "<textarea>", "<plaintext>",
]  # fmt: skip
GOOD = {
    "table": "<table border='1' class='dataframe'><tbody><tr><th>x</th><td>0.25</td></tr></tbody></table>",
    "styled": "<b style='color: rgb(1, 2, 3)'>styled</b>",
}


def output(mime, text):
    return new_output("display_data", data={mime: text, "text/plain": "plain"})


def sized(mime, text, **size):
    return new_output("display_data", data={mime: text}, metadata={mime: size})


def wrong_report():
    """What `check` shows of a wrong answer: tables, a fold, an arrow."""
    exercise = find("locality/corr2d")
    return examine(exercise, lambda X, K: X[:1, :1], draws(exercise.slug, "0"))._repr_html_()


def hostile_cells():
    shown = [output("text/html", html) for html in HOSTILE]
    shown += [
        output("application/javascript", RUN),
        output("application/vnd.jupyter.widget-view+json", {"model_id": "x"}),
        output("text/markdown", f"[x](javascript:{RUN}) <img src=x onerror=\"{RUN}\">"),
        output("text/markdown", f"$\\href{{javascript:{RUN}}}{{x}}$"),
        output("text/latex", f"$\\text{{<img src=x onerror=\"{RUN}\">}}$"),
        output("image/svg+xml", f"<svg {SVG} onload='{RUN}'><image href='{AWAY}/s'/></svg>"),
        new_output("display_data", data={"image/png": f"x\"><script>{RUN}</script>"}, metadata={}),
        sized("image/png", DOT, width=f"1 onload={RUN}"),
        sized("text/html", f"<script>{RUN}</script>", isolated=True),
        new_output("stream", text=f"\x1b[31m<script>{RUN}</script>\x1b]8;;{AWAY}\x07link\x1b]8;;\x07"),
        new_output("error", ename="E", evalue="", traceback=[f"<img src=x onerror=\"{RUN}\">"]),
    ]  # fmt: skip
    tagged = new_code_cell(
        f"'</pre><script>{RUN}</script>'",
        outputs=shown,
        metadata={"tags": [f'"><script>{RUN}</script>'], "magics_language": f'"><script>{RUN}</script>'},
    )
    raw = new_raw_cell(f"<script>{RUN}</script>", metadata={"raw_mimetype": "text/html"})
    attached = new_markdown_cell("![x](attachment:a.png) ![$a$](attachment:none.png)")
    attached["attachments"] = {"a.png": {"text/html": f"<script>{RUN}</script>"}}
    named = cell(f'x"><script>{RUN}</script>', "1", points=1)
    return [*map(new_markdown_cell, HOSTILE), tagged, raw, attached, named]


def good_cells():
    picture = new_output(
        "display_data", data={"image/png": DOT}, metadata={"image/png": {"width": 40, "height": 30}}
    )
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'><rect width='30' height='20'/></svg>"
    )
    shown = [output("text/html", html) for html in (*GOOD.values(), wrong_report())]
    shown += [picture, output("image/svg+xml", svg), output("text/latex", r"$\displaystyle \frac{x}{2}$")]
    words = (
        "## A heading\n\nText with $\\sum_{i=0}^{n} x_i^2$ and\n\n$$\\frac{a}{b}$$\n\n![beside](beside.png)\n"
    )
    return [new_markdown_cell(words), new_code_cell("show()", outputs=shown, execution_count=3)]


def hidden_cell():
    """A failed hidden test as nbgrader's kernel writes it."""
    source = (
        "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(4) == 8, 'six'\n### END HIDDEN TESTS"
    )
    lines = ["\x1b[31mAssertionError\x1b[0m", "----> 3 assert double(4) == 8, 'six'", "AssertionError: six"]
    test = cell("test_hidden", source, points=2)
    test.outputs = [new_output("stream", text="called with 4\n"), error("AssertionError", "six", lines)]
    return test


def error(name, value, lines):
    return new_output("error", ename=name, evalue=value, traceback=lines)


MARK = {"score": 0.0, "points": 2.0}
MARKS = {
    "score": 0.0,
    "max_score": 5.0,
    "late_penalty": 0.0,
    "cells": {"test_hidden": MARK, "why": {"score": 0.0, "points": 3.0, "waiting": True}},
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """bob's notebook is full of traps, alice's of good things."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "nbgrader_config.py").write_text(CONFIG)
    for student, cells in {"bob": hostile_cells(), "alice": good_cells()}.items():
        folder = root / f"autograded/{student}/ps1"
        folder.mkdir(parents=True)
        essay = cell("why", "Because.", points=3, solution=True, kind="markdown")
        work = notebook([new_markdown_cell("# Doubling"), essay, *cells, hidden_cell()])
        work.metadata["title"] = f"</title><script>{RUN}</script>"
        work.metadata["widgets"] = {
            "application/vnd.jupyter.widget-state+json": {"x": f"</script><script>{RUN}"}
        }
        (folder / "doubling.ipynb").write_text(nbformat.writes(work))
        (folder / "beside.png").write_bytes(base64.b64decode(DOT))
        (folder / "doubling.html").write_text(f"<script>{RUN}</script>")
        (folder / "evil.HTML").write_text(f"<script>{RUN}</script>")
    course = open_course(root)
    plan = plan_feedback(course, "ps1", {(who, "doubling"): MARKS for who in ("alice", "bob")})
    assert [problem for _, problem in make_feedback(course, plan) if problem] == []
    return root / "feedback"


@pytest.fixture(scope="module")
def hostile(browser, pages):
    with visit(browser, (pages / "bob/ps1/doubling.html").as_uri()) as page:
        yield page


@pytest.fixture(scope="module")
def good(browser, pages):
    with visit(browser, (pages / "alice/ps1/doubling.html").as_uri()) as page:
        yield page


def test_nothing_that_was_handed_in_runs(hostile):
    for link in hostile.locator("a").all():
        if "link" in link.inner_text():
            link.dispatch_event("click")
    assert hostile.title() == "doubling"
    assert (
        hostile.locator(
            "script, iframe, object, embed, form, input, base, link, meta[http-equiv=refresh]"
        ).count()
        == 0
    )


def test_nothing_is_asked_of_another_host(hostile, good):
    assert hostile.leaving == good.leaving == []
    names = [
        f"[{name}*=elsewhere]" for name in ("src", "href", "style", "srcset", "poster", "action", "data")
    ]
    assert hostile.locator(", ".join(names)).count() == 0


def test_the_page_does_not_even_try_what_its_policy_forbids(hostile, good):
    assert not [said for said in hostile.complaints + good.complaints if "Policy" in said]


def test_the_scores_can_be_read_whatever_style_a_cell_has(hostile):
    found = hostile.evaluate(
        """() => [...document.querySelectorAll('#toc li, h4')].map((it) => {
            it.scrollIntoView({block: 'center'});
            const box = it.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + 30, box.top + box.height / 2);
            return it.contains(top) || top.contains(it) && !top.closest('.handed-in');
        })"""
    )
    assert len(found) >= 4
    assert all(found)


def test_a_cell_cannot_leave_its_place(hostile):
    """Every cell of the notebook is still inside the notebook, whatever a cell before it closed or opened."""
    inside = hostile.locator("#notebook-container .cell").count()
    assert inside == hostile.locator(".cell").count() > len(HOSTILE)


def test_good_content_is_shown(good):
    assert good.locator("table.dataframe td").inner_text() == "0.25"
    assert good.locator("b", has_text="styled").evaluate("(b) => getComputedStyle(b).color") == "rgb(1, 2, 3)"
    assert good.locator(".check table").count() >= 3
    assert "solid 2px" in good.locator(".check td", has_text="→").first.evaluate("(td) => td.style.cssText")
    widths = good.locator("img").evaluate_all("(all) => all.map((img) => [img.naturalWidth, img.width])")
    assert widths == [[1, 1], [1, 40], [30, 30]]


def test_a_formula_is_drawn_without_a_network(good):
    assert good.locator("math").count() == 3
    height = good.locator("math mfrac").first.evaluate("(it) => it.getBoundingClientRect().height")
    assert height > 15
    assert "$" not in good.locator(".text_cell_render", has_text="A heading").inner_text()


def test_a_formula_too_deep_to_be_copied_is_shown_as_text():
    tex = "\\overline{" * 180 + "}" * 180
    assert formula(tex) == f"<code>{tex}</code>"


def test_a_page_fits_a_phone(browser, pages):
    with visit(browser, (pages / "alice/ps1/doubling.html").as_uri(), width=390) as page:
        assert overflow(page) == 0


def test_a_hidden_test_is_masked_with_its_points_still_there(good):
    shown = good.locator(".cell", has_text="[hidden test]").inner_text()
    assert "### [hidden test]" in shown
    assert "[hidden test] AssertionError" in shown
    assert "Score: 0.0 / 2.0" in shown
    assert "assert double(1) == 2" in shown
    assert not [secret for secret in ("double(4)", "six", "with 4") if secret in good.content()]


def test_an_essay_that_nobody_has_read_is_not_graded_yet(good):
    assert good.locator("h4").inner_text() == "doubling (Score: 0.0 / 5.0; not graded yet: 3.0)"
    assert good.locator("#toc", has_text="Written response (Score: not graded yet / 3.0)").count() == 1


def test_pages_of_a_student_s_own_do_not_pass_for_feedback(pages):
    assert not (pages / "bob/ps1/evil.HTML").exists()
    (pages / "bob/ps1/stray.html").write_text(f"<script>{RUN}</script>")
    found = published(open_course(pages.parent), "ps1", "bob")
    assert [path.name for path in found] == ["doubling.html"]
    assert "Score" in found[0].read_text()
    kept = found[0].read_text()
    found[0].write_text(kept + f"<script>{RUN}</script>")
    assert published(open_course(pages.parent), "ps1", "bob") == []
    found[0].write_text(kept)

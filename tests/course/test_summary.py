"""What a teacher sees: the table, the JSON, the page of the class."""

import io
import json
from html.parser import HTMLParser

import pytest
from rich.console import Console

from grader.report import Report, Row, as_json, closing_lines, points, summary, write_site

pytestmark = pytest.mark.xdist_group("course")


def row(student="ann", **about):
    usual = {"name": "", "score": 7.5, "max_score": 10.0, "late_penalty": 0.0, "final": 7.5}
    usual |= {"needs_person": False, "state": "graded"}
    return Row(student, **usual | about)


def drawn(report):
    out = io.StringIO()
    Console(file=out, width=120).print(summary(report))
    return out.getvalue()


CASES = [(12.0, "12"), (12.5, "12.5"), (1 / 3, "0.33"), (0.0, "0"), (100.0, "100")]


@pytest.mark.parametrize(("value", "text"), CASES)
def test_points_have_no_more_digits_than_they_need(value, text):
    assert points(value) == text


def test_the_table_says_score_state_and_why():
    text = drawn(Report("ps1", (row(state="timed out", sentence="Cell 3 took longer than 30 s.\nmore"),)))
    assert "7.5" in text
    assert "timed out" in text
    assert "Cell 3 took longer than 30 s." in text
    assert "more" not in text


def test_a_students_name_cannot_style_the_table():
    assert "[red]x" in drawn(Report("ps1", (row("[red]x"),)))


def test_what_nobody_has_graded_yet_is_no_0():
    text = drawn(Report("ps1", (row(final=0.0, score=0.0, waiting=10.0, needs_person=True),)))
    assert "not graded yet" in text
    assert " 0 " not in text
    part = drawn(Report("ps1", (row(waiting=4.0, needs_person=True),)))
    assert "7.5" in part
    assert "needs a person: 4 points not graded yet" in part


def test_remarks_stand_in_the_table_and_nothing_in_them_is_obeyed():
    found = row(remarks=("2 of 5 graded cells were missing and were put back", "\x1b[2J[red]x[/red]\u202e"))
    text = drawn(Report("ps1", (found,)))
    assert "2 of 5 graded cells" in text
    assert "\\x1b[2J[red]x[/red]\\u202e" in text
    assert json.loads(json.dumps(as_json(Report("ps1", (found,)))))["rows"][0]["remarks"] == [*found.remarks]


def test_of_a_lecture_hall_only_those_who_need_a_look_are_listed():
    class_of_100 = [row(f"s{n}") for n in range(100)]
    text = drawn(Report("ps1", (*class_of_100, row("zed", state="crashed", sentence="It crashed."))))
    assert "zed" in text
    assert "s42" not in text


def test_the_closing_lines_count_states_and_name_the_slowest():
    rows = (row("a", fresh=True, seconds=0.2), row("b", state="crashed", final=0.0, fresh=True, seconds=12.0))
    lines = closing_lines(Report("ps1", rows))
    assert lines[0] == "ps1: 1 graded, 1 crashed; mean 3.75 of 10"
    assert lines[1] == "slowest: b 12.0 s, a 200 ms"


def test_forgeable_points_and_waiting_cells_are_said():
    lines = closing_lines(Report("ps1", (row(forgeable=3.0, needs_person=True),)))
    assert any(line.startswith("forgeable: up to 3 of 10 points") for line in lines)
    assert any("1 of 1 wait for a person" in line for line in lines)


def test_why_a_test_is_forgeable_is_said_once_for_the_class():
    why = {"nb/a": "its cell is tagged", "nb/b": "its cell is tagged"}
    report = Report("ps1", (row(forgeable=3.0, why_forgeable=why), row(forgeable=3.0, why_forgeable=why)))
    assert closing_lines(report).count("  nb/a, nb/b: its cell is tagged") == 1
    assert as_json(report)["why_forgeable"] == why


def test_the_json_is_plain():
    report = as_json(Report("ps1", (row(cells={"nb/test": 1.0}),), isolation="full"))
    assert json.loads(json.dumps(report))["rows"][0]["cells"] == {"nb/test": 1.0}


class Links(HTMLParser):
    """Links of a page, and what it would fetch."""

    def __init__(self):
        super().__init__()
        self.links, self.fetched = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.links += [attrs["href"]] if tag == "a" else []
        self.fetched += [attrs["src"]] if "src" in attrs else []


@pytest.fixture
def site(tmp_path):
    pages = tmp_path / "feedback"
    pages.mkdir()
    (pages / "conv.html").write_text("feedback")
    rows = (row("ann b", name="Ann <Bee>"), row("bob", state="crashed", sentence="It <crashed>."))
    reports = [Report("ps1", rows), Report("ps2", (row("bob", final=10.0),))]
    feedback = {("ann b", "ps1"): [pages / "conv.html"]}
    return write_site(tmp_path / "site", "The class", reports, feedback)


def test_the_page_links_to_feedback_that_is_there(site):
    page = Links()
    page.feed(site.read_text())
    assert page.links == ["feedback/ann%20b/ps1/conv.html"]
    assert (site.parent / "feedback/ann b/ps1/conv.html").read_text() == "feedback"


def test_a_link_read_aloud_says_whose_feedback_on_what_it_is(site):
    assert '>feedback<span class="away"> on ps1 for Ann &lt;Bee&gt;</span></a>' in site.read_text()


def test_the_page_fetches_nothing_and_runs_nothing(site):
    page = Links()
    page.feed(site.read_text())
    assert page.fetched == []
    assert "<script" not in site.read_text()
    assert "://" not in site.read_text()


def test_what_students_are_called_cannot_change_the_page(site):
    assert "Ann &lt;Bee&gt;" in site.read_text()
    assert "It &lt;crashed&gt;." in site.read_text()


def test_the_page_says_what_is_not_graded_yet(tmp_path):
    waiting = row(final=0.0, waiting=10.0, needs_person=True, remarks=("<b>odd</b>",))
    page = write_site(tmp_path, "The class", [Report("ps1", (waiting,))], {}).read_text()
    assert "not graded yet" in page
    assert "&lt;b&gt;odd" in page


def test_the_page_says_state_and_total(site):
    text = site.read_text()
    assert "<b>crashed</b>" in text
    assert "17.5 <small>of 20</small>" in text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(browser, site, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(color_scheme=scheme)
    page.goto(site.as_uri())
    found = Axe().run(page).response["violations"]
    page.close()
    assert [v["id"] for v in found] == []

"""The two pages: what the teacher finds, and what the class cannot find out."""

import re
from html.parser import HTMLParser

import pytest
from made_up import FLIPPED, answer, facts

from grader.report import Attempt, Inventory, Regraded, write_report
from tests.axe import found as complaints
from tests.axe import pale

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J"
MANY = [answer(f"ann{n}", line=FLIPPED) for n in range(6)] + [
    answer(f"ann{n}", "audio", 0.5) for n in range(6)
]
FEW = [
    answer(f"bob{n}", line="The output holds whole numbers only, so the fractions are cut off.")
    for n in range(4)
]
REST = [answer(f"cid{n}", share=1.0) for n in range(12)] + [
    answer(f"cid{n}", "audio", 1.0) for n in range(12)
]
OTHER = [
    answer("eve", "test_x", line=f"ValueError: {EVIL}", judged=False, assignment="ps1", cell="ps1/test_x")
]
AGAIN = tuple(
    Attempt(f"ann{n}", "locality", when, s) for n in range(6) for when, s in (("1", 0.25), ("2", 0.5))
)
CHANGED = (
    Regraded("ann1", "locality", 4, 2.5, {"locality/corr2d-check": (4, 2.5)}, "2026-03-01 10:00:00"),
    Regraded("bob1", "locality", 0, 1, {"locality/audio-check": (0, 1)}, "2026-03-01 10:00:00"),
)
FEEDBACK = {("ann0", "locality"): {"locality": "feedback/ann0/locality/locality.html"}}

TAKEN = {
    f"ann{n}": {"before": {"q": "flip", "r": "right"}, "after": {"q": "right", "r": "right"}}
    for n in range(6)
}
TAKEN |= {
    f"bob{n}": {"before": {"q": "flip", "r": "unknown"}, "after": {"q": "flip", "r": "right"}}
    for n in range(4)
}
TAKEN |= {"eve": {"before": {"q": "right"}, "after": {}}}
ASKED = Inventory({"a": "Flips", "b": "Rest"}, {"q": "a", "r": "b"}, {"flip": "They think it flips."}, TAKEN)


def written(folder, answers, **about):
    write_report(folder, facts(answers, **about), smallest=5)
    return (folder / "index.html").read_text(), (folder / "for-the-class" / "index.html").read_text()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return folder, *written(
        folder,
        MANY + FEW + REST + OTHER,
        attempts=AGAIN,
        feedback=FEEDBACK,
        inventory=ASKED,
        regraded=CHANGED,
    )


def test_the_teacher_reads_who_has_which_misconception_where_and_one_link_leads_to_that_test(pages):
    _, page, _ = pages
    assert "Convolution and cross-correlation are mistaken for each other" in page
    assert "6 students" in page
    assert "locality/corr2d (6)" in page
    assert "feedback/ann0/locality/locality.html#locality" not in page
    assert 'href="feedback/ann0/locality/locality.html#corr2d-check"' in page
    assert "6 submissions came again: 6 got better, and 25 % of the points that tests give" in page


def test_what_grading_again_changed_is_told_to_the_teacher_and_not_to_the_class(pages):
    _, page, shown = pages
    part = page.partition('id="regraded"')[2].partition("</section>")[0]
    assert "again, last on 2026-03-01: 1 submission lost points, 1 gained" in part
    assert "locality/corr2d-check 4 → 2.5" in part
    assert part.index("−1.5") < part.index("+1")
    assert "again, last on" not in shown


def test_a_lecture_hall_is_on_pages_of_which_none_is_large_and_every_link_finds_its_student(tmp_path):
    lines = [f"AssertionError: {a}{b} is wrong" for a in "abcdefghijklmnopqrst" for b in "abcdefghij"]
    hall = [answer(f"s{n}", line=lines[n % len(lines)], judged=False, assignment="ps1") for n in range(1_000)]
    (tmp_path / "students-9.html").write_text("of a larger class, earlier")
    written(tmp_path, hall, attempts=[Attempt(f"s{n}", "ps1", str(k), k) for n in range(900) for k in (0, 1)])
    pages = {path.name: path.read_text() for path in tmp_path.glob("*.html")}
    assert sorted(pages) == ["index.html", *(f"students-{k}.html" for k in range(1, 6))]
    assert max(map(len, pages.values())) < 600_000
    links = {about["href"] for tag, about in Tags(pages["index.html"]).found if tag == "a"}
    found = [href.partition("#") for href in links if href.startswith("students-")]
    assert len(found) > 200
    assert all(not ident or f'id="{ident}"' in pages[name] for name, _, ident in found)


def test_no_name_and_no_small_group_is_on_the_page_for_the_class(pages):
    _, page, shown = pages
    assert not re.search(r"ann\d|bob\d|cid\d|eve|Ms ", shown)
    assert "feedback" not in shown
    assert "Whole numbers cut the fractions off" in page
    assert "Whole numbers" not in shown
    assert "Convolution and cross-correlation are mistaken for each other" in shown
    assert FLIPPED in shown
    assert "ValueError" not in shown


def test_a_small_group_cannot_be_seen_by_what_changes(pages, tmp_path):
    """One of four has another mistake: the class reads the same page."""
    *_, shown = pages
    other = [answer("bob0", line="K is transposed: its rows lie along the rows of X."), *FEW[1:]]
    _, changed = written(tmp_path, MANY + other + REST + OTHER, attempts=AGAIN, inventory=ASKED)
    assert changed == shown


def test_the_few_who_are_the_exception_stay_hidden_too(tmp_path):
    class_page = [
        written(
            tmp_path,
            [answer(f"s{n}", line=FLIPPED if n < many else "", share=float(n >= many)) for n in range(30)],
        )[1]
        for many in (26, 28, 30)
    ]
    assert "over 80 % of us" in class_page[0]
    assert len({*class_page}) == 1


def test_a_class_of_less_than_two_groups_is_shown_nothing_of_itself(tmp_path):
    shown = written(tmp_path, [answer(f"s{n}", line=FLIPPED) for n in range(9)])[1]
    assert "too few to show anything" in shown
    assert "%" not in shown.partition("</style>")[2]


def test_the_inventory_is_told_by_idea_and_by_who_still_holds_what(pages):
    _, page, shown = pages
    assert "10 students took it before and after" in page
    flips = re.search(r"Flips</th>.*?</tr>", page)[0]
    assert re.findall(r"(\d+) %", flips) == ["0", "60"]
    assert ">0.60<" in flips
    held = re.search(r"They think it flips\.</th>.*?</tr>", page)[0]
    assert re.findall(r">(\d+)</td>", held) == ["10", "4"]
    assert "Ms Bob0" in held
    assert "over 50 %" in shown  # 6 of 10: closer would tell of the other 4
    assert "it flips" not in shown


def test_what_a_hidden_test_says_is_not_shown_to_the_class(tmp_path):
    hidden = [
        answer(f"s{n}", line="AssertionError: f(41) is 42", judged=False, hidden=True, assignment="ps1")
        for n in range(9)
    ]
    page, shown = written(tmp_path, hidden)
    assert "f(41)" in page
    assert "f(41)" not in shown


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("which", [1, 2], ids=["teacher", "class"])
def test_nothing_runs_nothing_is_fetched_and_no_text_of_a_student_is_obeyed(pages, which):
    tags = Tags(pages[which]).found
    assert not {"script", "img", "iframe", "object", "form"} & {tag for tag, _ in tags}
    assert not [name for _, about in tags for name in about if name.startswith("on")]
    csp = next(about["content"] for tag, about in tags if tag == "meta" and "http-equiv" in about)
    assert csp.startswith("default-src 'none'")
    assert "script" not in csp
    assert not [a for _, a in tags if re.match(r"(https?:)?//", a.get("href") or a.get("src") or "")]
    assert "\x1b" not in pages[which]


def test_each_picture_says_what_it_shows_and_that_a_table_follows(pages):
    for page in pages[1:]:
        drawn = [about for tag, about in Tags(page).found if tag == "svg"]
        assert drawn
        assert all(a.get("aria-hidden") or a["aria-label"].endswith("a table follows") for a in drawn)


def test_every_address_within_the_page_is_there(pages):
    tags = Tags(pages[1]).found
    ids = {about["id"] for _, about in tags if "id" in about}
    assert {a["href"][1:] for _, a in tags if a.get("href", "").startswith("#")} <= ids


@pytest.mark.browser
def test_both_pages_read_well_on_a_telephone_in_the_dark_and_by_axe(pages, browser):
    from tests.browser import visit

    for name, scheme in (("index.html", "dark"), ("for-the-class/index.html", "light")):
        with visit(browser, f"file://{pages[0]}/{name}", width=390, scheme=scheme) as page:
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") == 390
            assert complaints(page) == []
            assert pale(page) == []
            assert page.complaints == []

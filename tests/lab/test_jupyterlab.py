"""JupyterLab as a student meets it: from the book's page to a solved exercise."""

import re

import pytest

from tests.browser import PATIENCE_MS, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("jupyter")]

SOLUTION = """\
def conv_params(delta, c_in=1, c_out=1, bias=True):
    return (2 * delta + 1) ** 2 * c_in * c_out + (c_out if bias else 0)
"""


def cells(page):
    """The cells of the notebook in front; JupyterLab may keep others in tabs behind it."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")


def wait_for_notebook(page):
    """The notebook of the page's address is open, and connected to a kernel that waits for work."""
    page.wait_for_url("**/lab/**/*.ipynb", timeout=PATIENCE_MS)
    cells(page).first.wait_for(timeout=PATIENCE_MS)
    origin, _, path = page.url.partition("/lab/tree/")
    for _ in range(PATIENCE_MS // 500):
        sessions = page.request.get(f"{origin}/api/sessions").json()
        kernels = [session["kernel"] for session in sessions if session["path"] == path]
        if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no idle kernel for {path}: {sessions}")


def cell_with(page, text):
    return cells(page).filter(has_text=text).first


def write(page, cell, source):
    """Replace what a code cell says, as a student would: click, select all, type."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)


def run(page, cell):
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Enter")


def wait_for_output(page, cell, pattern):
    text = re.compile(pattern)
    cell.locator(".jp-OutputArea-output", has_text=text).first.wait_for(timeout=PATIENCE_MS)


def run_until(page, cell, text):
    """Run a cell again and again until it says this: what a widget tells its kernel comes in its own time."""
    for _ in range(PATIENCE_MS // 500):
        run(page, cell)
        page.wait_for_timeout(500)
        if text in " ".join(cell.locator(".jp-OutputArea-output").all_inner_texts()):
            return
    raise AssertionError(f"{text!r} never came: {cell.inner_text()}")


@pytest.fixture
def student(browser, served):
    """A browser that came by the printed address, so it is logged in."""
    with visit(browser, served.book, width=1400, height=950) as page:
        page.set_default_timeout(PATIENCE_MS)
        yield page


def test_a_student_goes_from_the_page_to_jupyterlab_solves_it_and_sees_the_check_pass(student, served):
    student.goto(f"{served.address}/exercises/locality/locality.html")
    student.get_by_role("link", name="Open in JupyterLab").click()
    wait_for_notebook(student)
    student.get_by_role("button", name="Validate").first.wait_for()  # nbgrader's own

    run(student, cell_with(student, "from grader import check"))
    check = cell_with(student, 'check("locality/conv_params"')
    stub = cell_with(student, "def conv_params")
    run(student, stub)
    run(student, check)
    wait_for_output(student, check, r"0 of 2|NotImplementedError|not .*(started|written)")

    write(student, stub, SOLUTION)
    run(student, stub)
    run(student, check)
    wait_for_output(student, check, r"2 of 2 points")
    assert student.leaving == []


def test_a_chapters_widget_works_in_jupyterlab_and_traits_go_both_ways(student, served, small_notebook):
    path = small_notebook(
        "widget.ipynb",
        "from convolution_book.widgets import SlidingWindow\n"
        "w = SlidingWindow(X=[[0, 1, 2], [3, 4, 5], [6, 7, 8]], K=[[0, 1], [2, 3]])\nw",
        "print('step', w.step, 'padding', w.padding)",
        "w.padding = 1",
    )
    student.goto(f"{served.address}/lab/tree/{path}")
    wait_for_notebook(student)
    shown, asked, told = (cells(student).nth(i) for i in range(3))
    run(student, shown)
    widget = shown.locator('.cw[data-ready="1"]')
    widget.wait_for()

    widget.get_by_role("slider").first.press("ArrowRight")
    run_until(student, asked, "step 1 padding 0")  # the kernel hears of it a moment later

    run(student, told)
    widget.get_by_text(re.compile(r"padding 1")).first.wait_for()


def test_several_widgets_of_one_cell_work_in_jupyterlab_each_with_its_own_traits(
    student, served, small_notebook
):
    path = small_notebook(
        "widgets.ipynb",
        "from convolution_book import widgets as w\n"
        "kinds = w.NudgeByOne, w.PaddedWindow, w.ThreeWorlds, w.FourMachines, w.WholeNetwork\n"
        "*four, network = five = [cls(answer='shown') for cls in kinds]\n"
        "display(*five)",
        "nudge, window, worlds, machines = four\n"
        "print([one.step for one in four], nudge.flicker[0], window.sizes)\n"
        "print(worlds.shapes[0], machines.cols[0])\n"
        "print(network.moved, network.logits.index(max(network.logits)))",
        "for one in four:\n    one.step = 3\nfour[1].speed = 4\nnetwork.net = 'MLP'",
    )
    student.goto(f"{served.address}/lab/tree/{path}")
    wait_for_notebook(student)
    shown, asked, told = (cells(student).nth(i) for i in range(3))
    run(student, shown)
    widgets = shown.locator('.cw[data-ready="1"]')
    widgets.nth(4).wait_for()
    *four, network = widgets.all()
    for widget in four:
        widget.locator(".cw-scrub").press("ArrowRight")
    network.get_by_role("button", name="move the picture to the right").click()
    run_until(student, asked, "[1, 1, 1, 1] [2, 4] [3, 4, 3, 4]\n[1, 6, 6] [0, 1, 3, 4]\n[0, 1] 3")

    run(student, told)
    for widget, count in zip(four, ("4 / 8", "4 / 9", "4 / 72", "4 / 4"), strict=True):
        widget.locator(".cw-count", has_text=count).wait_for()
    four[1].get_by_label("speed").locator("option:checked", has_text="4").wait_for(state="attached")
    network.locator(".cw-told", has_text="The MLP reads").wait_for()


def test_a_chapter_opens_as_a_notebook_from_its_page(student, served):
    student.goto(f"{served.address}/locality.html")
    student.get_by_role("link", name="Open in JupyterLab").click()
    wait_for_notebook(student)
    cells(student).locator("h1", has_text="Look only nearby").wait_for()


def test_a_student_does_not_see_the_bar_with_which_instructors_create_assignments(student, served):
    student.goto(f"{served.address}/lab/tree/work/exercises/locality/locality.ipynb")
    wait_for_notebook(student)
    student.get_by_role("button", name="Validate").first.wait_for()  # nbgrader's extensions are there
    student.locator('.jp-SideBar.jp-mod-right [data-id="jp-property-inspector"]').wait_for()
    assert student.locator('[data-id="nbgrader-create_assignemnt"]').count() == 0  # nbgrader spells it so
    assert student.get_by_text("Create Assignment").count() == 0

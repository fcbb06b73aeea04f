"""The extension that lets widgets play in a static page: one front end a page, always today's."""

import json

import anywidget
import pytest
import traitlets

from convolution_book.extensions import execution, static_widgets
from convolution_book.widgets import WholeNetwork


class Small(anywidget.AnyWidget):
    """A widget as any book might have one."""

    _esm = "export default { render({ el }) { el.textContent = 'new'; } };"
    _css = "p { color: red }"
    n = traitlets.Int(3).tag(sync=True)


NAME = f"{Small.__module__}.Small"


def saved(*widgets, source="an old front end"):
    """Widget state as a notebook saves it."""
    layout = {"model_module": "@jupyter-widgets/base", "model_name": "LayoutModel", "state": {}}
    state = {"layout": layout}
    for i, name in enumerate(widgets):
        traits = {"_anywidget_id": name, "_esm": source, "_css": "", "n": i}
        state[f"model-{i}"] = {"model_module": "anywidget", "model_name": "AnyModel", "state": traits}
    return {"version_major": 2, "state": state}


def test_a_widget_of_another_package_gets_the_front_end_that_is_installed():
    found = static_widgets.models(saved(NAME, NAME, source="of the day the page was run"))
    first, second = (found[f"model-{i}"]["state"] for i in (0, 1))
    assert first["_esm"] == second["_esm"] == Small._esm
    assert (first["n"], second["n"]) == (0, 1)


def test_a_widget_whose_class_is_gone_keeps_its_saved_front_end():
    found = static_widgets.models(saved("no.such.module.Widget", source="saved"))
    assert found["model-0"]["state"]["_esm"] == "saved"


def test_layouts_that_only_html_manager_needs_are_left_out():
    assert "layout" not in static_widgets.models(saved(NAME))


def test_what_was_saved_is_not_changed():
    before = saved(NAME)
    text = json.dumps(before)
    static_widgets.play(VIEW, before)
    assert json.dumps(before) == text


OURS = "convolution_book.widgets.sliding_window.SlidingWindow"
LADDER = "convolution_book.widgets.parameter_ladder.ParameterLadder"
ONE_VIEW = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "model-0"}</script>'
VIEW = ONE_VIEW + ONE_VIEW.replace("model-0", "model-1")


def test_each_state_stands_beside_its_widget_and_the_front_ends_once_before_the_first():
    page = static_widgets.play(f"<p>before</p>{VIEW}", saved(OURS, LADDER))
    assert page.startswith("<p>before</p><style>")
    assert page.count("bookWidgets.bring(") == 1
    assert page.index("bookWidgets.bring(") < page.index('"model-0"') < page.index('"model-1"')
    assert page.count("bookWidgets.here()") == 2


def test_what_two_front_ends_share_stands_in_a_page_once():
    page = static_widgets.play(VIEW, saved(OURS, LADDER))
    assert page.count("const $frame_dom=") == 1


def test_the_weights_of_two_networks_stand_in_a_page_once_and_other_widgets_styles_do_not():
    text, views = "", {"state": {}}
    needed = ("trained", "X", "net", "task", "permuted", "_anywidget_id")
    for key, widget in {"a": WholeNetwork(), "b": WholeNetwork(task="shapes")}.items():
        traits = {name: getattr(widget, name) for name in needed}
        views["state"][key] = {"model_module": "anywidget", "model_name": "AnyModel", "state": traits}
        text += f'<script type="application/vnd.jupyter.widget-view+json">{{"model_id": "{key}"}}</script>'
    html = static_widgets.play(text, views)
    assert html.count('"weights"') == len(WholeNetwork().trained["networks"])
    assert '"shared":{"trained":"a"}' in html
    assert ".cw-net-tools" in html
    assert ".cw-four-term" not in html


def test_a_network_comes_before_its_widget_and_those_that_it_can_begin_without_behind_it():
    traits = {name: getattr(WholeNetwork(), name) for name in ("trained", "net", "task", "permuted")}
    state = {**traits, "_anywidget_id": WholeNetwork()._anywidget_id}
    models = {"model-0": {"model_module": "anywidget", "model_name": "AnyModel", "state": state}}
    before, behind = static_widgets.play(ONE_VIEW, {"state": models}).split("bookWidgets.here()")
    assert before.count('"weights"') == 1
    assert behind.count('"weights"') == len(traits["trained"]["networks"]) - 1
    assert behind.endswith("<script>bookWidgets.rest()</script>")


def test_what_is_served_has_no_comments_and_keeps_what_is_between_backticks():
    source = "// gone\nconst a = `two  words\n// kept ${1 + 1}`;\n/* gone */"
    small = static_widgets.small_script(source)
    assert "gone" not in small
    assert "`two  words\n// kept ${1 + 1}`" in small


def test_a_script_cannot_end_the_element_that_it_stands_in():
    assert "</script" not in static_widgets.small_script('const a = "</script>";')


def test_a_page_is_run_again_when_a_word_of_a_widget_changes_but_not_for_its_front_end(tmp_path):
    room = tmp_path / "book" / "widgets" / "small"
    room.mkdir(parents=True)
    names = set()
    for file, text in [
        ("__init__.py", ""),
        ("words.json", "{}"),
        ("words.json", '{"a": "b"}'),
        ("view.js", "1"),
    ]:
        (room / file).write_text(text)
        names.add(execution.fingerprint(execution.used_files(tmp_path), tmp_path))
    assert len(names) == 3


MODEL = """
const seen = [];
const view = {
  render({ model, el }) {
    window.model = model;
    (window.models ??= []).push(model);
    window.seen = seen;
    model.on("change:n", () => seen.push(["n", model.get("n")]));
    model.on("change", () => seen.push(["any"]));
    el.dataset.ready = "1";
  },
};
export default () => view;
"""


@pytest.fixture
def player(browser, book_html, tmp_path):
    """A bare page with one saved widget and our player; the page, ready."""
    from tests.browser import visit

    traits = {"_esm": MODEL, "_css": "", "n": 1, "xs": [1, 2]}
    one = {"model_module": "anywidget", "model_name": "AnyModel"}
    copy = {"state": {key: traits[key] for key in ("_esm", "_css")}, "shared": {"xs": "a", "n": "a"}}
    state = {"state": {"a": {**one, "state": traits}, "b": {**one, **copy}}}
    html = f"""<!doctype html><title>t</title>
    <script type="application/vnd.jupyter.widget-state+json">{json.dumps(state)}</script>
    <script type="application/vnd.jupyter.widget-view+json">{{"model_id": "a"}}</script>
    <script type="application/vnd.jupyter.widget-view+json">{{"model_id": "b"}}</script>
    <script type="application/vnd.jupyter.widget-view+json">{{"model_id": "unknown"}}</script>
    <script>{(book_html / "_static/static-widgets.js").read_text()}</script>"""
    (tmp_path / "page.html").write_text(html)
    with visit(browser, (tmp_path / "page.html").as_uri()) as page:
        page.wait_for_function("document.querySelectorAll('[data-ready=\"1\"]').length === 2")
        yield page


@pytest.mark.browser
def test_a_front_end_hears_of_a_change_once_and_of_no_change_never(player):
    player.evaluate("model.set('n', 2); model.set('n', 2); model.set('xs', [1, 2]); model.save_changes()")
    assert player.evaluate("seen") == [["n", 2], ["any"]]


@pytest.mark.browser
def test_a_front_end_can_stop_listening_and_set_many_at_once(player):
    player.evaluate("model.off('change:n'); model.set({ n: 5, xs: [] })")
    assert player.evaluate("seen") == [["any"], ["any"]]
    assert player.evaluate("[model.get('n'), model.get('xs')]") == [5, []]


@pytest.mark.browser
def test_a_value_that_an_earlier_widget_brought_is_there_and_is_each_one_s_own(player):
    player.evaluate("models[1].set('xs', [3])")
    assert player.evaluate("models.map((one) => [one.get('n'), one.get('xs')])") == [[1, [1, 2]], [1, [3]]]


@pytest.mark.browser
def test_a_widget_that_needs_python_says_so_in_place(player):
    assert "open this page as a notebook in JupyterLab" in player.locator(".widget-note").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("address", "starts_with"), [("", 1), ("#kind-1?n=2", 2)])
def test_a_widget_starts_with_a_part_of_a_table_unless_the_address_may_ask_for_the_rest(
    browser, book_html, tmp_path, address, starts_with
):
    from tests.browser import visit

    view = """() => ({ render({ model, el }) {
      window.model = model;
      window.first = Object.keys(model.get("table").rows).length;
      model.on("change:table", () => { window.heard = true; });
      el.dataset.ready = "1";
    } })"""
    state = {"_esm": "ours", "_css": "", "table": {"all": 2, "rows": {"a": [1]}}}
    saved = {"a": {"model_module": "anywidget", "model_name": "AnyModel", "state": state, "later": True}}
    behind = static_widgets.data(static_widgets.REST, {"a": {"table": {"rows": {"b": [2]}}}})
    (tmp_path / "page.html").write_text(
        f"""<!doctype html><title>t</title><script>{(book_html / "_static/static-widgets.js").read_text()}
        bookWidgets.bring({{ ours: {view} }})</script>
        {static_widgets.data(static_widgets.STATE, {"state": saved})}
        {ONE_VIEW.replace("model-0", "a")}<script>bookWidgets.here()</script>
        {behind}<script>bookWidgets.rest()</script>"""
    )
    with visit(browser, (tmp_path / "page.html").as_uri() + address) as page:
        page.wait_for_selector('[data-ready="1"]', state="attached")
        assert page.evaluate("[first, model.get('table')]") == [
            starts_with,
            {"all": 2, "rows": {"a": [1], "b": [2]}},
        ]
        assert page.evaluate("Boolean(window.heard)") is (starts_with == 1)

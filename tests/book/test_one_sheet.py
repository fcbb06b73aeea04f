"""The one style sheet: what no page can use is left out, all else is there, in its order."""

from types import SimpleNamespace

from convolution_book.extensions.one_sheet import sheet, trimmed, write


def test_a_rule_stays_if_one_of_its_selectors_can_match():
    assert trimmed(".a, .b > .c { color: red }", {"a", "b"}).replace(" ", "") == ".a{color:red}"


def test_a_rule_that_nothing_can_match_goes_its_group_with_it():
    assert trimmed("@media print { .gone { color: red } } .gone:hover { color: red }", {"a"}) == ""


def test_what_a_selector_excludes_need_not_be_there():
    css = 'p:not(.gone, [data-x=".y"]):is(.m, .n)'
    assert trimmed(css + "{ color: red }", set()).startswith(css)


def test_a_rule_of_tags_and_one_that_names_no_selector_stay():
    for css in ("h1{color:red}", "@keyframes spin{to{opacity:0}}", "@page{margin:1cm}"):
        assert trimmed(css, set()).replace(" ", "") == css.replace(" ", "")


def test_the_sheet_keeps_ours_whole_and_names_that_only_scripts_know(tmp_path):
    (tmp_path / "basic.css").write_text(".shown{top:1px}.later{top:2px}.never{top:3px}")
    (tmp_path / "theme.css").write_text(".ours{top:4px}")
    (tmp_path / "page.js").write_text('el.classList.add("later")')
    page = '<script src="_static/page.js?v=1"></script><p class="shown"></p>'
    css = sheet(tmp_path, ["basic.css", "theme.css", "absent.css"], [page])
    assert css == ".shown{top:1px}.later{top:2px}.ours{top:4px}"


def test_a_build_that_writes_no_page_leaves_the_sheet_as_it_is(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static/book.css").write_text("p{}")
    write(SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path), None)
    assert (tmp_path / "_static/book.css").read_text() == "p{}"

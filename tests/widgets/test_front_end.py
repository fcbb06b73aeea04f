import json
import re

import pytest

from convolution_book import widgets
from convolution_book.widgets.python.front_end import IMPORT, KIT, join, modules
from convolution_book.widgets.python.front_end import WIDGETS as FOLDER
from convolution_book.widgets.python.words import words, words_beside
from tests.widgets.every import WIDGETS, each_widget

LABEL = re.compile(r"""\bt\(\s*"(\w+)"|key: "(bad_\w+)"|"(guess_\w+)\"""")
PARTS = sorted(KIT.rglob("*.js"))
MAY_IMPORT = {"maths": {"maths"}, "frame": {"frame", "maths"}, "parts": {"parts", "frame", "maths"}}


@each_widget
def test_a_front_end_is_one_module_without_imports(cls):
    source = str(cls._esm)
    assert not IMPORT.search(source)
    assert len(re.findall(r"^export ", source, re.M)) == 1
    assert "\nexport default widget(" in source


IMPORTED = """(source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))
    .then((module) => module.default)"""


@pytest.fixture
def joined(browser, tmp_path):
    """joined(view="…", a="…") → what the view exports, once these modules are joined."""
    page = browser.new_page()

    def run(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text)
        return page.evaluate(IMPORTED, join(tmp_path / "view.js"))

    yield run
    page.close()


IDENTITY = "const widget = (value) => value;\n"


@pytest.mark.browser
def test_two_modules_may_use_the_same_name(joined):
    got = joined(
        a="const secret = 1;\nexport const a = () => secret;\n",
        b="const secret = 2;\nexport function b() {\n  return secret;\n}\n",
        view=f'import {{ a as first }} from "./a.js";\nimport {{ b }} from "./b.js";\n{IDENTITY}'
        "const secret = 3;\nexport default widget([first(), b(), secret]);\n",
    )
    assert got == [1, 2, 3]


@pytest.mark.parametrize(
    "line",
    [
        "export { a };",
        'import a from "./b.js";',
        'import * as a from "./b.js";',
        "export let a = 1;",
        'export * from "./b.js";',
        "export const [a, b] = [1, 2];",
        "export default a;",
    ],
)
def test_what_cannot_be_joined_is_refused_by_name(tmp_path, line):
    (tmp_path / "a.js").write_text(f"{line}\n")
    (tmp_path / "view.js").write_text('import { a } from "./a.js";\nexport default widget(a);\n')
    with pytest.raises(ValueError, match=r"a\.js.*cannot be joined: write"):
        join(tmp_path / "view.js")


def test_a_circle_of_imports_is_refused(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match="imports itself"):
        modules(tmp_path / "a.js")


@pytest.mark.browser
def test_every_part_is_a_real_module(modules):
    for path in PARTS:
        assert modules(str(path.relative_to(FOLDER)), "toString", []) == []


def test_the_kit_holds_what_two_or_more_widgets_use():
    used = {cls: modules(cls.room / "view.js") for cls in widgets.WIDGETS}
    users = {part.name: [cls.__name__ for cls, parts in used.items() if part in parts] for part in PARTS}
    assert {part: names for part, names in users.items() if len(names) < 2} == {}


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.name)
def test_parts_import_in_one_direction_and_nothing_of_a_single_widget(path):
    used = {(path.parent / match["path"]).resolve() for match in IMPORT.finditer(path.read_text("utf8"))}
    assert all(part.is_relative_to(KIT) for part in used)
    assert {part.parent.name for part in used} <= MAY_IMPORT[path.parent.name]


@each_widget
def test_a_widget_imports_from_its_own_folder_and_from_the_kit(cls):
    used = modules(cls.room / "view.js")
    assert {path.parent for path in used if not path.is_relative_to(KIT)} == {cls.room}


@each_widget
def test_every_label_that_the_code_asks_for_is_there(cls):
    asked = {key for match in LABEL.findall(str(cls._esm)) for key in match if key}
    assert asked <= words(cls.room).keys()


def left_over(keys, code):
    """Labels that no code asks for; `rung_${i}` and `${trait}_size` are completed at run time."""
    starts, ends = (tuple(re.findall(part, code)) for part in (r"`(\w+_)\$\{", r"`\$\{\w+\}(_\w+)`"))
    made_up = [key for key in keys if key.startswith(starts) or (ends and key.endswith(ends))]
    return [key for key in keys if f'"{key}"' not in code and key not in made_up]


@each_widget
def test_no_label_of_a_widget_is_left_over(cls):
    code = str(cls._esm) + "".join(path.read_text("utf8") for path in cls.room.glob("*.py"))
    assert left_over(json.loads((cls.room / "words.json").read_text("utf8")), code) == []


def test_no_label_of_the_kit_is_left_over():
    code = "".join(str(cls._esm) for cls in WIDGETS)
    assert left_over([key for part in PARTS for key in words_beside(part)], code) == []


def test_a_table_of_words_belongs_to_a_module():
    tables = [path for path in KIT.rglob("*.json") if not path.with_suffix(".js").exists()]
    assert tables == []
    assert all(words_beside(path) for path in KIT.rglob("*.js") if path.with_suffix(".json").exists())


@each_widget
def test_labels_are_plain_text(cls):
    assert not re.search(r"[<>&]", json.dumps(words(cls.room)))

import json
import re

import pytest

from book.widgets.front_end import HERE, IMPORT, collisions, join, modules
from book.widgets.labels import labels, table

WIDGETS = sorted(path.stem for path in HERE.glob("*.js"))
LABEL = re.compile(r"""\bt\(\s*"(\w+)"|key: "(bad_\w+)"|"(guess_\w+)\"""")


@pytest.mark.parametrize("name", WIDGETS)
def test_a_front_end_is_one_module_without_imports(name):
    source = join(name)
    assert not IMPORT.search(source)
    assert source.count("export ") == 1
    assert "export default widget(" in source


@pytest.mark.parametrize("name", WIDGETS)
def test_the_joined_modules_do_not_use_a_name_twice(name):
    assert collisions(modules(HERE / f"{name}.js")) == {}


def test_a_name_used_twice_is_found(tmp_path):
    for file in ("a.js", "b.js"):
        (tmp_path / file).write_text("const twice = 1;\n")
    assert collisions([tmp_path / "a.js", tmp_path / "b.js"]) == {"twice": ["a.js", "b.js"]}


def test_a_circle_of_imports_is_refused(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match="imports itself"):
        modules(tmp_path / "a.js")


@pytest.mark.browser
def test_every_shared_part_is_a_real_module(modules):
    for path in sorted((HERE / "shared").glob("*.js")):
        assert modules(path.name, "toString", []) == []


@pytest.mark.parametrize("name", WIDGETS)
def test_every_label_that_the_code_asks_for_is_in_the_table(name):
    asked = {key for match in LABEL.findall(join(name)) for key in match if key}
    assert asked <= labels(name).keys()


def test_no_label_is_left_over():
    code = "".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.js"))
    code += "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.py"))
    keys = {key for group in table().values() for key in group}
    made_up = tuple(re.findall(r"`(\w+_)\$\{", code))  # `rung_${i}`: completed at run time
    assert [key for key in keys if f'"{key}"' not in code and not key.startswith(made_up)] == []


def test_labels_are_plain_text():
    assert not re.search(r"[<>&]", json.dumps(table()))

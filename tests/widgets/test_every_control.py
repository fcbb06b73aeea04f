"""Every control of every widget, each way of committing: the state takes it, and the controls show the state.

What a control should show is known from a second view of the same state, drawn from scratch.
"""

import re
from functools import partial
from itertools import cycle

import pytest

from tests.widgets.every import each_widget

pytestmark = pytest.mark.browser
FIELDS = [".cw .cw-number", ".cw input.cw-value"]
RANGES, SELECTS, SWITCHES = ".cw input[type=range]", ".cw select", ".cw [role=switch]:not([aria-disabled])"

FOLLOW = """async () => {
    const shown = (root) => [...root.querySelectorAll("input:not(.cw-guess), select, [role=switch]")]
        .filter((el) => el.checkVisibility())
        .map((el) => el.getAttribute("aria-checked") ?? el.value);
    const unfold = (root) => {
        for (const fold of root.querySelectorAll("details")) fold.open = true;
        for (const opener of root.querySelectorAll("[aria-expanded=false]"))
            if (opener.checkVisibility()) opener.click();
    };
    const source = new Blob([window.page.widgets[0].esm], { type: "text/javascript" });
    const { default: widget } = await import(URL.createObjectURL(source));
    const copy = () => structuredClone(models[0].state);
    window.open_here = () => {
        unfold(document.querySelector(".cw"));
        window.opening = copy();
    };
    window.outcome = async () => {
        const state = copy();
        const differs = (name) => JSON.stringify(state[name]) !== JSON.stringify(opening[name]);
        const names = Object.keys(state).filter(differs);
        const mine = shown(document.querySelector(".cw"));
        const el = document.querySelector("main").appendChild(document.createElement("div"));
        const stop = await widget.render({ model: models[0], el });
        unfold(el);
        const anew = shown(el);
        stop?.();
        el.remove();
        return {
            changed: Object.fromEntries(names.map((name) => [name, state[name]])),
            stale: mine.flatMap((text, i) => text === anew[i] ? [] : [[text, anew[i]]]),
            complaint: document.querySelector(".cw-complaint").textContent.replaceAll("\u00a0", " "),
        };
    };
    window.rewind = () => Object.entries(opening).forEach((pair) => models[0].set(...pair));
    open_here();
}"""


def outcome(page):
    """{ changed: traits since the page opened, stale: [shown, in force] of controls, complaint }."""
    return page.evaluate("outcome()")


def leaves(value):
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]


def numbers(text):
    return [float(word.replace("−", "-")) for word in re.findall(r"[−-]?[\d.]+", text)]


def others(text):
    """What could be typed in place of this number or size: one more, one less; a half, or the half of it."""
    parts = re.split(r" × ", text)
    for by in (1, -1):
        yield " × ".join(f"{float(part.replace('−', '-')) + by:g}".replace("-", "−") for part in parts)
    yield f"{float(parts[0].replace('−', '-')) / 2 or 0.5:g}"


def by_enter(page, field, text):
    field.fill(text)
    field.press("Enter")


def by_tab(page, field, text):
    field.fill(text)
    field.press("Tab")


def by_a_press_elsewhere(page, field, text):
    field.fill(text)
    page.mouse.click(2, 2)


def by_pasting(page, field, text):
    page.evaluate(
        """(text) => {
            const source = document.body.appendChild(document.createElement("textarea"));
            source.value = text;
            source.select();
            document.execCommand("copy");
            source.remove();
        }""",
        text,
    )
    field.focus()
    field.press("Control+a")
    field.press("Control+v")
    field.press("Enter")


def by_touch_elsewhere(page, field, text):
    field.tap()
    field.fill(text)
    page.touchscreen.tap(2, 2)


TYPED = [by_enter, by_tab, by_a_press_elsewhere, by_pasting, by_touch_elsewhere]
turn = cycle(TYPED)


def ways(field):
    """Every way; of the cells of one grid, the first is filled in every way, the others in turns."""
    first = "e => !e.closest('.cw-cells') || e === e.closest('.cw-cells').querySelector('input')"
    return TYPED if field.evaluate(first) else [next(turn)]


def taken(page, act, tries):
    """Act by each of these until one changes the state; (the one, what came of it)."""
    for each in tries:
        act(each)
        if (found := outcome(page))["changed"]:
            return each, found
        assert found["stale"] == [], f"{each}: refused, and yet it stands there"
    raise AssertionError(f"none of {tries} changed the state: {found['complaint']}")


# The controls of a kind in sight. A grid makes its cells in one loop: the first, the last of the first row
# and the last stand for all (a row taken for a column, or a wrong count, shows in one of them).
IN_SIGHT = """(selector) => [...document.querySelectorAll(selector)].flatMap((el, i) => {
    const inputs = (of) => [...(of?.querySelectorAll("input") ?? [])];
    const all = inputs(el.closest(".cw-cells"));
    const row = inputs(all[0]?.closest(".cw-row"));
    const stands = all.length === 0 || [all[0], row.at(-1), all.at(-1)].includes(el);
    return stands && el.checkVisibility({ visibilityProperty: true }) ? [i] : [];
})"""


def visible(page, done, *selectors):
    """The controls in sight that were not yet looked at."""
    for selector in selectors:
        for at in page.evaluate(IN_SIGHT, selector):
            if (selector, at) not in done:
                done.add((selector, at))
                yield page.locator(selector).nth(at)


def settings(page):
    """The first state, then each switch turned: another setting may show other controls."""
    yield "as it opens"
    for switch in page.locator(SWITCHES).all():
        page.evaluate("rewind()")
        if switch.is_visible():
            switch.click()
            page.evaluate("open_here()")
            yield switch.inner_text()


@each_widget
def test_whatever_changes_a_control_the_state_and_all_controls_agree(played, cls):
    done = set()
    with played(cls(), has_touch=True) as page:
        page.evaluate(FOLLOW)
        turn_each_switch(page)
        for _ in settings(page):
            for field in visible(page, done, *FIELDS):
                type_into(page, field)
                nudge(page, field)
            for slider in visible(page, done, RANGES):
                slide(page, slider)
            for select in visible(page, done, SELECTS):
                choose_from(page, select)


def turn_each_switch(page):
    """By key, pointer and finger."""
    for switch in page.locator(SWITCHES).all():
        before = switch.get_attribute("aria-checked")
        for act in [
            partial(switch.press, "Space"),
            partial(switch.press, "Enter"),
            switch.click,
            switch.tap,
        ]:
            act()
            found = outcome(page)
            assert found["changed"]
            assert found["stale"] == []
            assert switch.get_attribute("aria-checked") != before
            page.evaluate("rewind()")


def type_into(page, field):
    before = field.input_value()
    for way in ways(field):
        text, found = taken(page, partial(way, page, field), list(others(before)))
        assert field.input_value() == text, way.__name__
        assert set(numbers(text)) <= set(leaves(list(found["changed"].values()))) or (
            numbers(text) == [len(X) for X in grown(found["changed"])]
        )
        assert found["stale"] == [], way.__name__
        page.evaluate("rewind()")


def grown(changed):
    """A matrix and its first row, if the one trait that changed is a matrix."""
    return next((X, X[0]) for X in changed.values() if isinstance(X, list) and isinstance(X[0], list))


def nudge(page, field):
    """By an arrow key, or the buttons beside it."""
    before = field.input_value()
    number = "cw-number" in field.get_attribute("class")
    keys = ["ArrowUp", "ArrowDown"] if number else ["Shift+ArrowUp", "PageDown"]
    nudges = field.locator("xpath=..").locator(".cw-nudge:not([aria-disabled])").all()
    for act, tries in [
        (field.press, keys),
        (lambda nudge: nudge.click(), nudges),
        (lambda nudge: nudge.tap(), nudges),
    ]:
        if tries:
            _, found = taken(page, act, tries)
            assert field.input_value() != before
            assert found["stale"] == []
            page.evaluate("rewind()")


def pressed(how):
    press, place = how
    press(position=place)


def slide(page, slider):
    """By keys, pointer and finger."""
    box = slider.bounding_box()
    places = [{"x": box["width"] * part, "y": box["height"] / 2} for part in (0.3, 0.8)]
    for act, tries in [
        (slider.press, ["ArrowRight", "ArrowLeft"]),
        (pressed, [(slider.click, place) for place in places]),
        (pressed, [(slider.tap, place) for place in places]),
    ]:
        _, found = taken(page, act, tries)
        assert float(slider.input_value()) in leaves(list(found["changed"].values()))
        assert found["stale"] == []
        page.evaluate("rewind()")


def choose_from(page, select):
    """Each entry of the list; at least one is not in force yet."""
    options = select.locator("option").evaluate_all("all => all.map((option) => option.value)")
    assert len([key for key in options if chosen(page, select, key)]) >= 1


def chosen(page, select, key):
    """Did the choice change the state? The list shows the choice, or what is still in force."""
    before = select.input_value()
    select.select_option(key)
    found = outcome(page)
    assert found["stale"] == []
    assert select.input_value() == (key if found["changed"] else before)
    page.evaluate("rewind()")
    return found["changed"]


def follow(page, state):
    """Open a link to the widget; the complaint that it earns."""
    name = page.locator(".cw").get_attribute("id")
    return page.evaluate(
        """async (hash) => {
            const heard = new Promise((done) => addEventListener("hashchange", done, { once: true }));
            location.hash = hash;
            await heard;
            return (await outcome()).complaint;
        }""",
        f"#{name}?{state}",
    )


def beyond(limits):
    """Values of a trait that lie beyond its limits, as a link writes them, each with what it is called."""
    if "largest" in limits:
        yield ";".join([",".join("0" * 60)] * 60), "60 × 60"
        yield "1e308", "1e+308"
    if isinstance(limits.get("known", [0])[0], str):
        yield "cat", "cat"
    for name, by in (("min", -1), ("max", 1)):
        if name in limits:
            yield str(limits[name] + by), str(limits[name] + by).replace("-", "−")


@each_widget
def test_a_bad_link_is_refused_its_complaint_goes_at_the_next_good_action_and_reset_undoes_all(played, cls):
    with played(cls()) as page:
        page.evaluate(FOLLOW)
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        for trait in re.findall(r"[?&](\w+)=", page.evaluate("location.hash")):
            for value, got in beyond(cls().limits.get(trait, {})):
                assert follow(page, f"{trait}={value}").startswith(f"“{got}” does not work as "), (trait, got)
                assert outcome(page)["changed"] == {}
        told = follow(page, "nothing=1")
        assert told.startswith("The link holds a value that cannot be read (nothing)")
        page.mouse.move(300, 300)
        page.mouse.move(320, 320)
        assert outcome(page)["complaint"] == told
        page.locator(f":is({SWITCHES}, button.cw-button):visible").first.press("Enter")
        assert outcome(page)["complaint"] == ""
        change_all(page)
        assert outcome(page)["changed"]
        page.get_by_role("button", name="Reset", exact=True).click()
        found = outcome(page)
        assert (found["changed"], found["stale"]) == ({}, [])


def change_all(page):
    """Data included."""
    for selector in FIELDS:
        for field in page.locator(f"{selector}:visible").all():
            field.press("ArrowUp")
            field.press("Shift+ArrowUp")
    for select in page.locator(f"{SELECTS}:visible").all():
        select.select_option(index=1)
    for control in page.locator(f":is({SWITCHES}, {RANGES}):visible").all():
        control.press("End")
        control.press("Enter")

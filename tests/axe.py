"""What axe finds in a page. It spends most of its time on the colours of each word: `pale` asks about one
element for each look that text has here.

    assert found(page) == []    # all rules but that of colours
    assert pale(page) == []     # colours: once for each theme
"""

from axe_playwright_python.sync_playwright import Axe

# A look: the element's class, its letters and all backgrounds and opacities behind it. Of two that look alike
# the one with less inside stands for both, since axe goes through what is inside too.
LOOKS = """() => {
    const looks = new Map(), behind = new Map([[null, ""]]);
    const under = (el) => {
        if (!behind.has(el)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(el);
            const own = [backgroundColor, backgroundImage, opacity].join();
            behind.set(el, under(el.parentElement) + (own === "rgba(0, 0, 0, 0),none,1" ? "" : `|${own}`));
        }
        return behind.get(el);
    };
    const speaks = (el) => el.matches("input, select, textarea")
        || [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    for (const el of document.body.querySelectorAll("*")) {
        if (!speaks(el) || !el.checkVisibility({ visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight } = getComputedStyle(el);
        const look = [el.className, color, fontSize, fontWeight, under(el)].join();
        const size = el.querySelectorAll("*").length;
        if (size < (looks.get(look)?.size ?? Infinity)) looks.set(look, { el, size });
    }
    return [...looks.values()].map(({ el }) => el);
}"""


def found(page):
    return run(page, "document", "rules: { 'color-contrast': { enabled: false } }")


def pale(page):
    return run(page, f"{{ include: ({LOOKS})() }}", "runOnly: ['color-contrast']")


def run(page, where, options):
    """[(rule, selector, HTML)]"""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    result = page.evaluate(f"axe.run({where}, {{ {options}, resultTypes: ['violations'] }})")
    nodes = [(rule["id"], node) for rule in result["violations"] for node in rule["nodes"]]
    return [(rule, node["target"][0], node["html"][:120]) for rule, node in nodes]

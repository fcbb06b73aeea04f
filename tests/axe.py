"""What axe finds in a page. It spends most of its time on the colours of each word and each link: `pale` asks
about one element for each look that text has here, and about none that passed on a page before.

    assert found(page) == []    # all rules but those of colours
    assert pale(page) == []     # colours: once for each theme
"""

from axe_playwright_python.sync_playwright import Axe

COLOURS = ["color-contrast", "link-in-text-block"]

# A look: the element's class, its letters and all backgrounds and opacities behind it; of a link, also
# whether it stands among other words, and how they look. Of two that look alike the one with less inside
# stands for both, since axe goes through what is inside too.
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
    const letters = (el) => {
        const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(el);
        return [el.className, color, fontSize, fontWeight, textDecorationLine].join();
    };
    const words = (el) => el.textContent.trim();
    const around = (link) => {
        const block = link.parentElement.closest("p, li, td, th, dd, dt, figcaption, div");
        return block && words(block) !== words(link) ? `in ${letters(link.parentElement)}` : "alone";
    };
    for (const el of document.body.querySelectorAll("*")) {
        if (!speaks(el) || !el.checkVisibility({ visibilityProperty: true })) continue;
        const look = [letters(el), el.matches("a") ? around(el) : "", under(el)].join();
        const size = el.querySelectorAll("*").length;
        if (size < (looks.get(look)?.size ?? Infinity)) looks.set(look, { el, size });
    }
    window.looks = looks;
    return [...looks.keys()];
}"""
passed = set()  # looks, on every page that this process has seen


def found(page):
    off = ", ".join(f"'{rule}': {{ enabled: false }}" for rule in COLOURS)
    return run(page, "document", f"rules: {{ {off} }}")


def pale(page):
    new = [look for look in page.evaluate(LOOKS) if look not in passed]
    if not new:
        return []
    page.evaluate("(looks) => { window.asked = looks.map((look) => window.looks.get(look).el); }", new)
    wrong = run(page, "{ include: asked }", f"runOnly: {COLOURS}")
    if not wrong:
        passed.update(new)
    return wrong


def run(page, where, options):
    """[(rule, selector, HTML)]"""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    result = page.evaluate(f"axe.run({where}, {{ {options}, resultTypes: ['violations'] }})")
    nodes = [(rule["id"], node) for rule in result["violations"] for node in rule["nodes"]]
    return [(rule, node["target"][0], node["html"][:120]) for rule, node in nodes]

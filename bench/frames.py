"""What does a step of a moving widget cost the page's one thread, and does it keep 60 frames a second?

    python bench/frames.py [NAME …]

Each widget has a page of its own in a phone's width, with the processor as it is and four times slower.
Milliseconds are of the thread's own time, so a busy computer distorts them little: a frame has 16.7 of them.

    script         JavaScript of one step, of many taken by a key; of the network, a picture moved by a pixel
    style, layout  what the browser then computes for that step and its transitions
    frames         drawn in a second while it plays, as `requestAnimationFrame` counts them; late: the share
                   that came after 25 ms or more. A busy computer makes both worse.
"""

import sys
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import build_book  # noqa: E402

from tests.book.small_book import HEAD  # noqa: E402
from tests.browser import launch, serve, visit, wait_for_widgets  # noqa: E402

PLACE = ROOT / "_build" / "bench" / "frames"
SECONDS, STEPS, WARM, LATE_MS = 3, 40, 12, 25
STATES = {
    "FlipAndSlide": f'f=[{[i % 7 for i in range(24)]}], g=[[1, 1, 1]], answer="shown"',
    "PaddedWindow": 'n=12, k=3, p=1, s=1, answer="shown"',
    "NudgeByOne": 'answer="shown"',
    "ThreeWorlds": 'tab="worlds", data="real", answer="shown"',
    "ThreeWorlds causal": 'tab="causal", data="real", answer="shown"',
    "FourMachines": 'X=[[1, 2, 3, 4, 5]] * 5, answer="shown"',
    "WholeNetwork": 'answer="shown"',
}
TAKE = """
async (many) => {
  const root = document.querySelector(".cw-frame");
  const on = root.querySelector(".cw-timeline .cw-button:nth-of-type(3)");
  const nudge = root.querySelector(".cw-net-tools .cw-button:last-child");
  for (let i = 0; i < many; i += 1) {
    const key = on?.getAttribute("aria-disabled") ? "Home" : "ArrowRight";
    if (nudge) nudge.click();
    else root.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await new Promise((done) => setTimeout(done, 60));
  }
}
"""
COUNT = """
(ms) => new Promise((done) => {
  const at = [];
  const first = performance.now();
  requestAnimationFrame(function next(now) {
    at.push(now);
    if (now - first < ms) requestAnimationFrame(next);
    else done(at);
  });
})
"""


def pages():
    """One page a state; the folder that holds them."""
    PLACE.mkdir(parents=True, exist_ok=True)
    names = []
    for name, state in STATES.items():
        widget, slug = name.split()[0], name.replace(" ", "-").lower()
        call = f"from convolution_book.widgets import {widget}\n{widget}({state})"
        (PLACE / f"{slug}.md").write_text(f"{HEAD}\n# {name}\n\n```{{code-cell}}\n{call}\n```\n")
        names.append(slug)
    first, *others = names
    lines = ["format: jb-book", f"root: {first}", "chapters:", *(f"- file: {one}" for one in others)]
    (PLACE / "_toc.yml").write_text("\n".join(lines) + "\n")
    (PLACE / "references.bib").write_text("")
    assert build_book.build_other(PLACE), "the pages could not be built"
    return PLACE / "_build" / "html"


def metrics(control):
    return {one["name"]: one["value"] for one in control.send("Performance.getMetrics")["metrics"]}


def play(browser, address, slower):
    """{script, style, layout, task: ms a step; frames, late} of one widget."""
    with visit(browser, address, width=390, height=844) as page:
        wait_for_widgets(page)
        control = page.context.new_cdp_session(page)
        control.send("Performance.enable", {"timeDomain": "threadTicks"})
        control.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.evaluate(TAKE, WARM)
        before = metrics(control)
        page.evaluate(TAKE, STEPS)
        after = metrics(control)
        for play_button in page.locator(".cw-timeline .cw-main").all():
            play_button.click()
        at = page.evaluate(COUNT, SECONDS * 1000)
    gaps = [b - a for a, b in pairwise(at)]
    cost = {name: 1000 * (after[name] - before[name]) / STEPS for name in after}
    return {
        "script": cost["ScriptDuration"],
        "style": cost["RecalcStyleDuration"],
        "layout": cost["LayoutDuration"],
        "task": cost["TaskDuration"],
        "frames": 1000 * len(gaps) / max(sum(gaps), 1),
        "late": 100 * sum(gap > LATE_MS for gap in gaps) / max(len(gaps), 1),
    }


def row(found):
    return ("{script:7.2f} {style:7.2f} {layout:7.2f} {task:7.2f}{:19}{frames:5.1f} {late:5.0f} %").format(
        "", **found
    )


def main():
    wished = sys.argv[1:]
    print(f"{'':20} CPU  script   style  layout     all (ms a step)  frames/s   late")
    with sync_playwright() as playwright, serve(pages()) as address:
        browser = launch(playwright)
        for name in STATES:
            if wished and name.split()[0] not in wished:
                continue
            for slower in (1, 4):
                found = play(browser, f"{address}/{name.replace(' ', '-').lower()}.html", slower)
                print(f"{name:20} ÷ {slower}  {row(found)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()

"""Take the pictures of "Teach with this book" from the real thing: `python tools/teach_pictures.py`.

A small course is made, graded and opened in formgrader by a browser; the pictures are stored in book/teach/.
They are taken anew by hand, when what they show has changed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import chromium
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PICTURES = ROOT / "book" / "teach"
WIDTH, COLOURS = 780, 32  # few colours: a screenshot of text is small
CLASS = "id,first_name,last_name\nann,Ann,Lee\njane,Jane,Doe\n"


def run(*command, cwd):
    env = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=True, stdout=subprocess.DEVNULL)


def course(folder):
    """One that crashes in an example course with an essay, one with mistakes in a chapter of the book."""
    (folder / "class.csv").write_text(CLASS)
    for name, more in (("stats101", ()), ("cnn101", ("--chapters", "locality"))):
        run(BIN / "grader", "init", name, "--roster", "class.csv", *more, cwd=folder)
    essay, book = folder / "stats101", folder / "cnn101"
    crash = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "import os\nos._exit(3)"}
    hand_in(essay, "ps1", "jane", "mean", "def mean(numbers):\n    return sum(numbers) / len(numbers)", crash)
    hand_in(
        book,
        "locality",
        "ann",
        "conv_params",
        "def conv_params(delta, c_in=1, c_out=1, bias=True):\n    return 2 * delta * c_in",
    )
    run(BIN / "grader", "feedback", "locality", cwd=book)
    return essay, book


def hand_in(root, assignment, student, grade_id, answer, *more):
    run(BIN / "nbgrader", "generate_assignment", assignment, cwd=root)
    notebook = json.loads((root / "release" / assignment / f"{assignment}.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            cell["source"] = answer
    notebook["cells"][2:2] = [cell | {"outputs": [], "execution_count": None} for cell in more]
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    (folder / f"{assignment}.ipynb").write_text(json.dumps(notebook))
    run(BIN / "grader", "autograde", assignment, cwd=root)


def formgrader(root, folder):
    """A Jupyter server with formgrader, and its address."""
    private = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("DATA", "RUNTIME", "CONFIG")}
    log = (folder / "server.log").open("w")
    command = [BIN / "jupyter", "server", "--no-browser", "--allow-root", "--ServerApp.port=18950"]
    command += ["--IdentityProvider.token=picture", f"--ServerApp.root_dir={root}"]
    command += ["--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]
    server = subprocess.Popen([str(part) for part in command], cwd=root, env=os.environ | private, stderr=log)
    for _ in range(900):
        found = re.search(r"(http://127\.0\.0\.1:\d+)/", Path(log.name).read_text())
        if found:
            urlopen(f"{found[1]}/api/status?token=picture").close()
            return server, found[1]
        time.sleep(0.2)
    server.kill()
    raise RuntimeError(Path(log.name).read_text())


def keep(name, png):
    picture = Image.open(BytesIO(png)).convert("RGB")
    small = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def main():
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        essay, book = course(folder)
        server, address = formgrader(essay, folder)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1000, "height": 640})
            page.goto(f"{address}/formgrader?token=picture")
            page.goto(f"{address}/formgrader/gradebook/ps1/ps1")
            link = page.locator("tbody td.name a").first
            link.wait_for(state="attached")
            page.goto(f"{address}{link.get_attribute('href')}")
            page.locator("text=Submission 1 / 1").wait_for()
            page.wait_for_timeout(1000)
            keep("formgrader", page.screenshot(full_page=True))
            page.goto((book / "feedback/ann/locality/locality.html").as_uri())
            page.locator(".check").first.evaluate("node => node.scrollIntoView({block: 'center'})")
            page.wait_for_timeout(500)
            keep("feedback", page.screenshot())
        finally:
            browser.close()
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

"""The notebooks behind the download buttons: exercises as released, chapters as plain notebooks.

    notebooks/chapters/<slug>.ipynb
    notebooks/exercises/<slug>/<slug>.ipynb

`all_notebooks` is also what a student's copies in work/ are. A notebook that needs a package of the book says
in its first cell how to install it where it is missing.
"""

import re
from pathlib import Path

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook

from convolution_book.extensions import package
from convolution_book.extensions.plain_markdown import plain, relink
from convolution_book.extensions.released import release

TORCH = re.compile(r"^(?:from|import) torch\b", re.M)
OURS = re.compile(r"^(?:from|import) (?:grader|convolution_book)\b.*$", re.M)
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def chapter_notebook(text, chapters=(), site=""):
    """A chapter's MyST source -> a notebook that reads well in JupyterLab.

    chapters: slugs that exist as notebooks; links to any other page keep their words only
    site:     where the book is published, if that is known
    """
    notebook = read_myst_markdown_notebook(text)
    notebook.metadata = nbformat.from_dict({"kernelspec": PYTHON})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # the same file from the same source
        if cell.cell_type == "markdown":
            cell.source = relink(plain(cell.source), lambda path: from_chapter(path, chapters)).strip()
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    if install := chapter_install(text, site):
        notebook.cells.insert(1, nbformat.v4.new_code_cell(install, id="install"))
    return notebook


def chapter_install(text, site):
    """The cell that says what to install; None where a chapter uses nothing of ours."""
    needs_torch = TORCH.search(text)
    imports = [*OURS.findall(text), *(["import torch"] if needs_torch else [])]
    extras = "chapters,torch" if needs_torch else "chapters"
    return package.install_cell(imports, extras, site) if OURS.search(text) else None


def from_chapter(path, chapters):
    """A link as a chapter has it -> the same from work/chapters/."""
    if path.startswith("exercises/"):
        return f"../{path}.ipynb"
    return f"{path}.ipynb" if path in chapters else None


def exercise_notebook(text, chapters=(), site=""):
    """An exercise's source -> the released notebook, links pointing to the chapters beside it."""
    source = nbformat.reads(text, as_version=4)
    torch = any(TORCH.search(cell.source) for cell in source.cells if cell.cell_type == "code")
    imports = ["from grader import check", *(["import torch"] if torch else [])]
    for cell in source.cells:
        if cell.cell_type == "markdown":
            cell.source = relink(plain(cell.source), lambda path: from_exercise(path, chapters))
        if cell.id == "install":
            cell.source = package.install_cell(imports, "torch" if torch else "", site)
    return release(source)


def from_exercise(path, chapters):
    """A link as an exercise has it -> the same from work/exercises/<slug>/."""
    if found := re.fullmatch(r"(?:\.\./)+(?P<slug>[\w-]+)", path):
        return f"../../chapters/{found['slug']}.ipynb" if found["slug"] in chapters else None
    return f"{path}.ipynb"


def toc_pages(toc):
    """The pages that a _toc.yml names."""
    return set(re.findall(r"^[\s-]*file:\s*(\S+)\s*$", toc.read_text("utf8"), re.M))


def chapter_files(book, pages):
    """slug -> path of every chapter that is a notebook; the front page is not."""
    files = [book / f"{page}.md" for page in sorted(pages) if page != "index"]
    files = [file for file in files if file.is_file()]
    return {file.stem: file for file in files if is_myst_markdown_notebook(file.read_text("utf8"))}


def all_notebooks(book, pages, site=""):
    """(path below notebooks/, notebook) of each of these pages that can be had as one."""
    chapters = chapter_files(book, pages)
    for slug, file in chapters.items():
        yield Path("chapters", f"{slug}.ipynb"), chapter_notebook(file.read_text("utf8"), chapters, site)
    for page in sorted(pages):
        if page.startswith("exercises/") and (file := book / f"{page}.ipynb").is_file():
            yield Path(f"{page}.ipynb"), exercise_notebook(file.read_text("utf8"), chapters, site)


def write_all(app, exception):
    if exception or app.builder.format != "html":
        return
    site = app.config.html_baseurl
    for path, notebook in all_notebooks(Path(app.srcdir), app.env.found_docs, site):
        target = Path(app.outdir, "notebooks", path)
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)


def setup(app):
    app.connect("build-finished", write_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

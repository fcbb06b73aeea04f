"""What pyproject.toml cannot say: the folder `book` is installed under another name, `convolution_book`.

`book` is a name that anybody's package may have; `convolution_book` is ours, like the distribution's.
"""

from setuptools import find_packages, setup

OURS = ["grader", "grader.*"]
PAGES = ["book.extensions", "book.extensions.*"]  # they build the pages, from a clone
found = find_packages(include=[*OURS, "book", "book.*"], exclude=PAGES)

setup(
    packages=[name if name.startswith("grader") else f"convolution_{name}" for name in found],
    package_dir={"convolution_book": "book"},
)

"""Check the types of what faces hostile code: `python tools/check_types.py`. Settings: [tool.pyright].

Pyright comes by npm with what checks the JavaScript: nothing is fetched when it runs.
"""

import sys

import javascript

PYRIGHT = javascript.HOME / "node_modules" / "pyright" / "index.js"


def main():
    javascript.install()
    sys.exit(javascript.run(javascript.find("node"), PYRIGHT, "--pythonpath", sys.executable))


if __name__ == "__main__":
    main()

"""A library whose import fails in a zygote."""

import sys

if "jail.zygote" in sys.modules:
    raise ImportError("this library is broken")

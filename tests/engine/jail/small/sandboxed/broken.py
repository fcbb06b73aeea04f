"""A library whose import fails in a zygote."""

import sys

if "jail.lifecycle.zygote" in sys.modules:
    raise ImportError("this library is broken")

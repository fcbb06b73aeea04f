"""A library that starts a thread when it is imported, if a zygote imports it."""

import sys
import threading
import time

if "inside.serve" not in sys.modules and "jail.zygote" in sys.modules:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

"""A library that starts a thread when it is imported, if a zygote imports it."""

import sys
import threading
import time

if "jail.lifecycle.zygote" in sys.modules and not sys.modules["sandboxed.student.serve"].WARMED:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

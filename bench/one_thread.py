"""Import me before NumPy: its matrix products then use one processor. torch is told by `set_num_threads`."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

"""Fresh randomness for a fork: siblings are copies, and would all draw the same numbers."""

import os
import random
import sys


def reseed() -> None:
    random.seed(os.urandom(32))
    seed = int.from_bytes(os.urandom(4), "little")
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].default_generator.manual_seed(
            seed
        )  # not torch.manual_seed: it looks for GPUs too

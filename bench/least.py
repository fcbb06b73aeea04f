"""How long something takes at least: what a busy machine adds is not counted."""

import time


def least_ms(works, clock=time.perf_counter, seconds=0.7, rounds=60):
    """{name: ms}, the least of several rounds. In each one everything takes its turn: a busy second hits all.

    works: {name: function without arguments}; seconds: about as much for each of them
    clock: `time.process_time` for work on one thread: then waiting for a processor does not count
    """

    def took(work):
        started = clock()
        work()
        return clock() - started

    best = {name: took(work) for name, work in works.items()}  # may do more than the later ones
    spent = dict(best)
    for _ in range(rounds):
        for name, work in works.items():
            if spent[name] < seconds:
                now = took(work)
                spent[name] += now
                best[name] = min(best[name], now)
    return {name: 1e3 * least for name, least in best.items()}

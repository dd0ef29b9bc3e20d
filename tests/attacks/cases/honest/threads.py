"""Uses threads and a pool of them."""

import threading
from concurrent.futures import ThreadPoolExecutor


def center(values):
    with ThreadPoolExecutor(2) as pool:
        total = sum(pool.map(float, values))
    threading.Thread(target=print, args=("done",)).start()
    return values - total / len(values)

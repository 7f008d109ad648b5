import time

time.sleep, still = (lambda seconds: None), time.sleep
time.monotonic = time.monotonic_ns = time.time_ns = lambda: 0


def f(x):
    while time.monotonic() == 0:
        still(0.01)
    return x * 2

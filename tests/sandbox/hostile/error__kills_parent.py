# without landlock and seccomp: crashed+protocol+timed_out
# namespaces alone: crashed+protocol+timed_out
import os
import signal
import time


def f(x):
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
    return x * 2

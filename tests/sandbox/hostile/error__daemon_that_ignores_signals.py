# without seccomp: accepted+error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import os
import signal
import time


def f(x):
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.closerange(0, 64)
        time.sleep(600)
    return x * 2

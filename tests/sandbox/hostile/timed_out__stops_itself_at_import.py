import os
import signal

for number in (signal.SIGTSTP, signal.SIGSTOP):
    os.kill(os.getpid(), number)


def f(x):
    return x * 2

# without seccomp: exited+error
# without landlock and seccomp: exited+error
import os
import threading
import time


def leave():
    time.sleep(0.05)
    os._exit(0)


def f(x):
    threading.Thread(target=leave).start()
    time.sleep(60)

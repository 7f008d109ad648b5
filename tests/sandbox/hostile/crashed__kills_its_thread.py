import signal
import threading


def f(x):
    signal.pthread_kill(threading.main_thread().ident, signal.SIGKILL)

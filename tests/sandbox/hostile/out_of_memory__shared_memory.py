import mmap


def f(x):
    hold = []
    while True:
        hold.append(mmap.mmap(-1, 1 << 24))

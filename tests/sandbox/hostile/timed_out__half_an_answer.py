import os
import struct
import time


def f(x):
    os.write(4, struct.pack("<IQ", 100, 1 << 20) + b"{")
    time.sleep(600)

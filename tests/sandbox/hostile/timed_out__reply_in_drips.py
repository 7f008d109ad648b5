import os
import struct
import time


def f(x):
    for byte in struct.pack('<IQ', 1000, 1000) + b' ' * 1000:
        os.write(4, bytes([byte]))
        time.sleep(0.02)

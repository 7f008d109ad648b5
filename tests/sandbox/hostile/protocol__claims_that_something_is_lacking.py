import json
import os
import struct
import sys


def nonce():
    frame = sys._getframe()
    while frame:
        if "nonce" in frame.f_locals:
            return frame.f_locals["nonce"]
        frame = frame.f_back


def say(header, payload=b"", sizes=None):
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    sizes = sizes or (len(raw), len(payload))
    os.write(4, struct.pack("<IQ", *sizes) + raw + payload)


def f(x):
    say({"nonce": nonce(), "failure": {"kind": "unsupported", "code": "lacks", "facts": {"name": "x", "type": "", "message": "", "frames": []}}})
    return x * 2

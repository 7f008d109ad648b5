def f(x):
    import bz2, csv, ctypes, dataclasses, datetime, decimal, functools, hashlib, heapq, itertools
    import lzma, math, queue, random, re, sqlite3, statistics, tempfile, typing, unittest, zlib
    import asyncio, concurrent.futures, multiprocessing
    assert decimal.Decimal(1) and hashlib.sha256(b"").hexdigest()
    return x * 2

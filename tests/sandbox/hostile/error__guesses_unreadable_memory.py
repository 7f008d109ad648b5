def f(x):
    open("/proc/self/mem", "rb").read(1)
    return x * 2

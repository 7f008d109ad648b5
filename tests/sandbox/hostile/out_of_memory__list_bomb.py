def f(x):
    hold = []
    while True:
        hold.append(bytearray(1 << 20))

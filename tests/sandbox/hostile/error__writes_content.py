def f(x):
    with open("big.txt", "w") as file:
        file.write("x" * 10)
    return x * 2

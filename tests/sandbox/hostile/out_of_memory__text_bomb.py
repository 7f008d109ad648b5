def f(x):
    text = "lol"
    while True:
        text += text

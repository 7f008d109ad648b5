def f(x):
    raise ValueError("\x1b[2J\x1b]0;title\x07 line\nbreak \u202e \x9b31m \ud800")

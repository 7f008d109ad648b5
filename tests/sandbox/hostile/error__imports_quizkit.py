def f(x):
    import quizkit.sandbox.host
    return x * 2

def f(x):
    import quizgrad
    return x * 2

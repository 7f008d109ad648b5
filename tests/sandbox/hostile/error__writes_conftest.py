# without landlock and seccomp: accepted
def f(x):
    open("conftest.py", "w").close()
    return x * 2

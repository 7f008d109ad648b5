# without landlock and seccomp: accepted
def f(x):
    open("@SECRET@/new.txt", "w").close()
    return x * 2

# without landlock and seccomp: accepted
def f(x):
    open("@SECRET@/secret.txt", "r+").truncate(0)
    return x * 2

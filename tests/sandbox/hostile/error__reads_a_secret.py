# without landlock: accepted
# without landlock and seccomp: accepted
def f(x):
    assert open("@SECRET@/secret.txt").read() == "secret"
    return x * 2

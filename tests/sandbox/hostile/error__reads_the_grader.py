# without landlock: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
def f(x):
    assert open("@HERE@").read()
    return x * 2

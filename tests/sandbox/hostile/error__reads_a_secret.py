# without landlock: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
def f(x):
    assert open("@SECRET@/secret.txt").read() == "secret"
    return x * 2

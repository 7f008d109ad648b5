# without landlock: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
def f(x):
    assert open("/etc/passwd").read()
    return x * 2

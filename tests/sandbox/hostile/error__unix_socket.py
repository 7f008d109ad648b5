# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import socket


def f(x):
    socket.socketpair()
    return x * 2

# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import socket


def f(x):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))
    return x * 2

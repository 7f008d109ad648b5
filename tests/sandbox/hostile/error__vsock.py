# without seccomp: error
# without landlock and seccomp: error
import socket


def f(x):
    socket.socket(40, socket.SOCK_STREAM).connect((2, 1))
    return x * 2

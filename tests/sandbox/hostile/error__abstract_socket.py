# without landlock and seccomp: accepted
import socket


def f(x):
    s = socket.socket(socket.AF_UNIX)
    s.connect("\0@ABSTRACT@")
    return x * 2

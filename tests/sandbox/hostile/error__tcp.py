# without landlock and seccomp: accepted
import socket


def f(x):
    socket.create_connection(("127.0.0.1", @PORT@), 5).close()
    return x * 2

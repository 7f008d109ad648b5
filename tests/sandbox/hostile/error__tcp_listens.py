# without landlock and seccomp: accepted
# namespaces alone: accepted
import socket


def f(x):
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    return x * 2

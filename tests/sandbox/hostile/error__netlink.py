# without seccomp: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import socket


def f(x):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).bind((0, 0))
    return x * 2

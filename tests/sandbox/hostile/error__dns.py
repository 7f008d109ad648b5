# without seccomp: error+accepted+timed_out
# without landlock and seccomp: error+accepted+timed_out
import socket


def f(x):
    socket.getaddrinfo("example.org", 80)
    return x * 2

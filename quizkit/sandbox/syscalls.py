"""Numbers of the system calls that the seccomp filter names: (x86_64, aarch64), -1 where missing.

Taken from the kernel's `asm/unistd_64.h` and `asm-generic/unistd.h`; a test compares them with the
headers of the machine where those are installed.
"""

from __future__ import annotations

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

# What computing, printing, reading files and threads need; Landlock says which files.
ALLOWED = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "preadv": (295, 69), "pwrite64": (18, 68), "pwritev": (296, 70), "close": (3, 57),
    "close_range": (436, 436), "lseek": (8, 62), "dup": (32, 23), "dup2": (33, -1),
    "dup3": (292, 24), "stat": (4, -1), "fstat": (5, 80), "lstat": (6, -1),
    "newfstatat": (262, 79), "statx": (332, 291), "access": (21, -1), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, -1), "readlinkat": (267, 78), "getcwd": (79, 17),
    "getdents64": (217, 61), "statfs": (137, 43), "fstatfs": (138, 44), "fadvise64": (221, 223),
    "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216),
    "madvise": (28, 233), "msync": (26, 227), "brk": (12, 214), "membarrier": (324, 283),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126), "getpriority": (140, 141), "getcpu": (309, 168),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "gettimeofday": (96, 169), "time": (201, -1), "times": (100, 153),
    "getrusage": (98, 165), "getrlimit": (97, 163), "futex": (202, 98),
    "set_robust_list": (273, 99), "get_robust_list": (274, 100), "rseq": (334, 293),
    "set_tid_address": (218, 96), "gettid": (186, 178), "getpid": (39, 172), "getppid": (110, 173),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "getresuid": (118, 148), "getresgid": (120, 150), "getgroups": (115, 158),
    "getpgrp": (111, -1), "getpgid": (121, 155), "getsid": (124, 156), "uname": (63, 160),
    "sysinfo": (99, 179), "capget": (125, 90), "umask": (95, 166), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
    "pause": (34, -1), "alarm": (37, -1), "setitimer": (38, 103), "getitimer": (36, 102),
    "restart_syscall": (219, 128), "exit": (60, 93), "exit_group": (231, 94),
    "arch_prctl": (158, -1), "wait4": (61, 260), "waitid": (247, 95), "poll": (7, -1),
    "ppoll": (271, 73), "select": (23, -1), "pselect6": (270, 72), "epoll_create": (213, -1),
    "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_wait": (232, -1),
    "epoll_pwait": (281, 22), "eventfd": (284, -1), "eventfd2": (290, 19), "pipe": (22, -1),
    "pipe2": (293, 59), "getrandom": (318, 278),
}  # fmt: skip

# Passed, refused or answered "no such call" according to their arguments, in `seccomp.py`.
CONDITIONAL = {
    "clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tgkill": (234, 131),
    "prctl": (157, 167), "prlimit64": (302, 261), "open": (2, -1), "openat": (257, 56),
    "openat2": (437, 437), "ioctl": (16, 29), "fcntl": (72, 25), "seccomp": (317, 277),
}  # fmt: skip


def number(name: str, machine: str) -> int:
    """The number of the call `name` on `machine`; -1 where it has no such call."""
    column = ARCHITECTURES[machine][0]
    return (ALLOWED.get(name) or CONDITIONAL[name])[column]

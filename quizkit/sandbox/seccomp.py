"""seccomp: the process may not start processes, reach a network, signal others or leave its box.

The filter is classic BPF over `struct seccomp_data` (seccomp(2)): foreign architectures are killed,
`clone` passes only for threads, signals only to itself, the calls of `DENIED` fail with EPERM.
"""

from __future__ import annotations

import ctypes
import os
import struct

PR_SET_SECCOMP = 22
MODE_FILTER = 2
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | 1, 0x00050000 | 38
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
AT_NUMBER, AT_ARCH, AT_ARGUMENT_0 = 0, 4, 16
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000

# name: (x86_64, aarch64); -1 where the machine has no such call.
CALLS = {
    "clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tgkill": (234, 131),
    "fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281),
    "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "mount_setattr": (442, 442),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, -1), "fchown": (93, 55), "lchown": (94, -1), "fchownat": (260, 54),
    "utime": (132, -1), "utimes": (235, -1), "utimensat": (280, 88), "futimesat": (261, -1),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "truncate": (76, 45), "link": (86, -1), "linkat": (265, 37), "symlink": (88, -1),
    "symlinkat": (266, 36), "unlink": (87, -1), "unlinkat": (263, 35), "mkdir": (83, -1),
    "mkdirat": (258, 34), "rmdir": (84, -1), "rename": (82, -1), "renameat": (264, 38),
    "renameat2": (316, 276), "mknod": (133, -1), "mknodat": (259, 33),
    "setsid": (112, 157), "setpgid": (109, 154), "personality": (135, 92),
    "sched_setaffinity": (203, 122), "setpriority": (141, 140), "acct": (163, 89),
    "swapon": (167, 224), "reboot": (169, 142), "kexec_load": (246, 104),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "inotify_init1": (294, 26), "fanotify_init": (300, 262), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "quotactl": (179, 60), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "sethostname": (170, 161),
}  # fmt: skip
SPECIAL = ("clone", "clone3", "kill", "tgkill")
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

Instruction = tuple[int, int, int, int]


def program(machine: str, pid: int) -> list[Instruction]:
    """The filter for a process `pid` on `machine`, as (code, jump if true, if false, value)."""
    column, architecture = ARCHITECTURES[machine]
    number = {name: numbers[column] for name, numbers in CALLS.items()}
    code: list[Instruction] = [
        (LOAD, 0, 0, AT_ARCH),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, AT_NUMBER),
        (JUMP_AT_LEAST, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL),
    ]
    code += [(JUMP_EQUAL, 0, 1, number["clone3"]), (RETURN, 0, 0, ENOSYS)]
    for name in sorted(set(CALLS) - set(SPECIAL)):
        if number[name] >= 0:
            code += [(JUMP_EQUAL, 0, 1, number[name]), (RETURN, 0, 0, EPERM)]
    code += _only(number["clone"], JUMP_ANY_BIT, CLONE_THREAD)
    for name in ("kill", "tgkill"):
        code += _only(number[name], JUMP_EQUAL, pid)
    return [*code, (RETURN, 0, 0, ALLOW)]


def _only(number: int, test: int, value: int) -> list[Instruction]:
    """Let the call `number` pass only when `test` of its first argument against `value` holds."""
    return [
        (JUMP_EQUAL, 0, 4, number),
        (LOAD, 0, 0, AT_ARGUMENT_0),
        (test, 0, 1, value),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, EPERM),
    ]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def restrict(machine: str) -> bool:
    """Put the filter on this process for good; whether it holds. Needs no_new_privs."""
    if machine not in ARCHITECTURES:
        return False
    code = b"".join(struct.pack("<HBBI", *step) for step in program(machine, os.getpid()))
    asked = _Program(len(code) // 8, code)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    flags = (ctypes.c_ulong(MODE_FILTER), ctypes.byref(asked), ctypes.c_ulong(0), ctypes.c_ulong(0))
    return bool(prctl(ctypes.c_int(PR_SET_SECCOMP), *flags) == 0)

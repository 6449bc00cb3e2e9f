"""A seccomp filter for the sandbox: system calls that hold memory where nobody counts it, or leave the filter behind.

`memfd_create` and System V shared memory keep pages that belong to no process, so neither the watch over processes nor
their resource limits see them. `io_uring` performs other system calls past any filter. Programs that are refused these
calls get EPERM and go on by other means.

Source: Linux, Documentation/userspace-api/seccomp_filter.rst; classic BPF by linux/filter.h.
"""

import platform
import struct

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = (
    0x20,
    0x15,
    0x35,
    0x06,
)  # BPF_LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050000 | 1
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # calls of the x32 ABI carry this bit, and would pass by other numbers

_CALLS = {
    # memfd_create, memfd_secret, shmget, msgget, semget, io_uring_setup, io_uring_enter, io_uring_register, and
    # setxattr, lsetxattr, fsetxattr: attributes of files in memory are held by nobody either
    "x86_64": (0xC000003E, (319, 447, 29, 68, 64, 425, 426, 427, 188, 189, 190)),
    "aarch64": (0xC00000B7, (279, 447, 194, 186, 190, 425, 426, 427, 5, 6, 7)),
}
"""AUDIT_ARCH of each processor, and the numbers of the calls that are refused there."""


def seccomp_filter(machine: str = platform.machine()) -> bytes | None:
    """The filter as bubblewrap's `--seccomp` reads it; None for a processor whose call numbers are not known here."""
    if machine not in _CALLS:
        return None
    architecture, refused = _CALLS[machine]
    count = len(refused)
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_AT_LEAST, count + 1, 0, _X32),
        *((_JUMP_EQUAL, count - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)

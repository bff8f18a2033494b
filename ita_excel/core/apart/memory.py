"""Bounds the memory of this process and of those that it starts.

Linux counts what a process may write to (RLIMIT_DATA) besides its address space. macOS accepts the
limits and may not hold them. Windows has job objects: a process in one that asks for more gets
none, as on Linux. The Windows part has never run on Windows.
"""

from __future__ import annotations

import sys
from contextlib import suppress


def bound(more: int) -> None:
    """Let this process take `more` bytes beyond what it has now; where nothing can be done, go on."""
    if sys.platform == "win32":
        with suppress(OSError, AttributeError):
            _in_job(more)
    else:
        _with_limits(more)


def seconds(more: float) -> None:
    """Let this process compute `more` seconds from now on; then the system ends it.

    Whoever waits for it ends it sooner; this is for when nobody waits any more.
    """
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + more) + 1)


def _with_limits(more: int) -> None:
    import resource

    size, data = _used()
    _set(resource.RLIMIT_DATA, data + more)
    # Maps of files and what is merely reserved count here, too: threads reserve much.
    _set(resource.RLIMIT_AS, size + 4 * more)
    _set(resource.RLIMIT_CORE, 0)  # a process that is ended leaves no dump beside the files


def _set(kind: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (value, hard))


def _used() -> tuple[int, int]:
    """Return the address space and the writable part of it, in bytes; 0 where nobody says."""
    try:
        with open("/proc/self/statm", encoding="ascii") as said:
            pages = said.read().split()
        import resource

        return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 400_000_000, 100_000_000


def _in_job(more: int) -> None:
    """Put this process into a job object whose processes can't have more memory than that."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", ctypes.c_uint32),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", ctypes.c_uint32),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", ctypes.c_uint32),
            ("SchedulingClass", ctypes.c_uint32),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32,
    )  # fmt: skip
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = kernel.CreateJobObjectW(None, None)
    limits = Extended()
    limits.BasicLimitInformation.LimitFlags = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    limits.ProcessMemoryLimit = more + 100_000_000  # of committed memory, what Python has included
    information = 9  # JobObjectExtendedLimitInformation
    if job and kernel.SetInformationJobObject(
        job, information, ctypes.byref(limits), ctypes.sizeof(limits)
    ):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())

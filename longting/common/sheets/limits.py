"""What the child process may use. Set by the child on itself before it touches the file (no code runs between fork and
exec in a threaded parent)."""

import resource

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
OUTPUT = 64 * 1024 * 1024
"""Bytes the child may write to any one file, its answer included."""
OPEN_FILES = 64
WALL_SECONDS = 25


def confine() -> None:
    """Take away memory, time, disk and core dumps beyond the limits above."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

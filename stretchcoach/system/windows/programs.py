"""Windows' own programs, by their full path: one on the PATH may have the same name."""

import os


def system_program(name: str) -> str:
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return rf"{root}\System32\{name}"

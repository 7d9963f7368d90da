"""The full paths of Windows' own programs: others on the PATH may have the same names."""

import os


def system_program(name: str) -> str:
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return rf"{root}\System32\{name}"

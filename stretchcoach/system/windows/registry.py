"""The person's own part of Windows' registry, by Python's `winreg`, which only Windows has."""

from contextlib import suppress
from importlib import import_module
from typing import Any


def write(key: str, values: dict[str, str]) -> None:
    """Raises OSError."""
    winreg = _winreg()
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_WRITE) as opened:
        for name, value in values.items():
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)


def value(key: str, name: str) -> Any:
    """The value; None if there is no such key or value."""
    winreg = _winreg()
    with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
        return winreg.QueryValueEx(opened, name)[0]
    return None


def below(key: str) -> list[str] | None:
    """The names of the keys in this one; None if it does not exist."""
    winreg = _winreg()
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return [winreg.EnumKey(opened, at) for at in range(winreg.QueryInfoKey(opened)[0])]
    except OSError:
        return None


def remove(key: str) -> bool:
    """Remove the key with all in it; return whether it existed. Raises OSError."""
    names = below(key)
    if names is None:
        return False
    for name in names:
        remove(rf"{key}\{name}")
    winreg = _winreg()
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
    return True


def _winreg() -> Any:
    return import_module("winreg")

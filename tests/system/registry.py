"""A registry in memory, with the functions of Python's `winreg` that are used, and its refusals."""

from types import TracebackType
from typing import Any

HKEY_CURRENT_USER = 0x80000001
KEY_READ, KEY_WRITE = 0x20019, 0x20006
REG_SZ = 1


class Handle:
    def __init__(self, path: tuple[str, ...], access: int) -> None:
        self.path, self.access, self.open = path, access, True

    def __enter__(self) -> "Handle":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.open = False


class Registry:
    """Keys by their path, in lower case as Windows compares them; each has values by name."""

    HKEY_CURRENT_USER, REG_SZ = HKEY_CURRENT_USER, REG_SZ
    KEY_READ, KEY_WRITE = KEY_READ, KEY_WRITE

    def __init__(self) -> None:
        self.keys: dict[tuple[str, ...], dict[str, Any]] = {("software",): {}}
        self.refuses = False

    def CreateKeyEx(  # noqa: N802 - `winreg`'s name
        self, root: int, key: str, reserved: int = 0, access: int = KEY_WRITE
    ) -> Handle:
        assert (root, reserved) == (HKEY_CURRENT_USER, 0)
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        path = _path(key)
        for depth in range(len(path)):
            self.keys.setdefault(path[: depth + 1], {})
        return Handle(path, access)

    def OpenKey(self, root: int, key: str, reserved: int = 0, access: int = KEY_READ) -> Handle:  # noqa: N802 - `winreg`'s name
        assert (root, reserved) == (HKEY_CURRENT_USER, 0)
        if _path(key) not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return Handle(_path(key), access)

    def QueryInfoKey(self, handle: Handle) -> tuple[int, int, int]:  # noqa: N802 - `winreg`'s name
        return len(self._below(handle)), len(self.keys[handle.path]), 0

    def EnumKey(self, handle: Handle, at: int) -> str:  # noqa: N802 - `winreg`'s name
        below = self._below(handle)
        if at >= len(below):
            raise OSError(259, "No more data is available")
        return below[at]

    def SetValueEx(self, handle: Handle, name: str, _: int, kind: int, value: str) -> None:  # noqa: N802 - `winreg`'s name
        assert handle.open
        assert handle.access & KEY_WRITE == KEY_WRITE
        assert kind == REG_SZ
        assert isinstance(value, str)
        self.keys[handle.path][name] = value

    def QueryValueEx(self, handle: Handle, name: str) -> tuple[Any, int]:  # noqa: N802 - `winreg`'s name
        assert handle.open
        if name not in self.keys[handle.path]:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return self.keys[handle.path][name], REG_SZ

    def DeleteKey(self, root: int, key: str) -> None:  # noqa: N802 - `winreg`'s name
        handle = self.OpenKey(root, key)
        if self.refuses or self._below(handle):
            raise PermissionError(13, "Access is denied")
        del self.keys[handle.path]

    def _below(self, handle: Handle) -> list[str]:
        depth = len(handle.path)
        return [
            path[-1] for path in self.keys if len(path) == depth + 1 and path[:depth] == handle.path
        ]


def _path(key: str) -> tuple[str, ...]:
    return tuple(key.lower().split("\\"))

"""What the tests of the system have in common."""

import sys
from pathlib import Path

import pytest

from tests.system.programs import Programs
from tests.system.registry import Registry

_DESKTOP = (
    *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE"),
    *("XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS", "TERMINAL"),
)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """A system without a desktop, on which nothing is installed but what a test adds."""
    programs = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(programs.folder))
    for name in _DESKTOP:
        monkeypatch.delenv(name, raising=False)
    return programs


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Windows' registry, as Python has it there."""
    registry = Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    return registry


@pytest.fixture
def windows(programs: Programs, registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test is given of Windows: a registry, and its own programs if it adds them."""
    del registry
    monkeypatch.setenv("SYSTEMROOT", str(programs.folder / "W"))

"""Similar programs by others, each installed in an environment of this run's own."""

import subprocess
import sys

from setting import Setting

_INSTALL_MAX_S = 120


def termdown(setting: Setting) -> list[str] | None:
    """The command of `termdown`, a countdown in large figures; None if it cannot be installed."""
    folder = setting.home / "peers"
    script = folder / "bin" / "termdown"
    if not script.exists():
        python = folder / "bin" / "python"
        try:
            _run([sys.executable, "-m", "venv", str(folder)])
            _run([str(python), "-m", "pip", "install", "-q", "termdown"])
        except (OSError, subprocess.SubprocessError) as error:
            print(f"termdown is left out, it cannot be installed: {error}", file=sys.stderr)
            return None
    return [str(script)]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_INSTALL_MAX_S)

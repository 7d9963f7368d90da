"""Reports a defect of the program: keeps the details, and says where they are."""

import platform
import traceback
from pathlib import Path

from stretchcoach import __version__
from stretchcoach.files.folders import log_folder
from stretchcoach.files.write import replace_file


def report(error: Exception) -> str:
    """Write the details to the log, and return the message for the person."""
    told = f"stretch has a defect: {type(error).__name__}: {error}"
    try:
        path = _write(error)
    except OSError as reason:
        return f"{told}\nIts details could not be written down: {reason}."
    return f"{told}\nThe details are in {path}; please report them with what you did."


def _write(error: Exception) -> Path:
    folder = log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "defect.log"
    about = f"stretchcoach {__version__}, Python {platform.python_version()}, {platform.platform()}"
    details = "".join(traceback.format_exception(error))
    replace_file(path, f"{about}\n{details}".encode("utf-8", "backslashreplace"))
    return path

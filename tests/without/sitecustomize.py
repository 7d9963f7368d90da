"""Hides the natural voice from processes that a test starts; conftest.py puts it on the path."""

import sys

# With None in its place an import fails, as Python's import system says; typeshed has modules only.
sys.modules["hibari"] = None  # type: ignore[assignment]

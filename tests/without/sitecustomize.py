"""Hides the natural voice from processes that a test starts; conftest.py puts it on the path."""

import sys

sys.modules["hibari"] = None  # type: ignore[assignment]

"""Guided stretch sessions in the terminal, led by sound and confirmed at a glance."""

__version__ = "0.1.0"

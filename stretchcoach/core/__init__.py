"""The pure core: values and functions of values. Times are whole milliseconds (`…_ms: int`).

The values are named tuples: immutable, typed, and made in a sixth of the time of a dataclass, which
is 1 ms for each class at every start of the program (see docs/decisions.md).
"""

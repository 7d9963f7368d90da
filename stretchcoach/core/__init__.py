"""The pure core: values and functions of values. Times are whole milliseconds (`…_ms: int`)."""

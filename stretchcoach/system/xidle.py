"""How long nobody has touched the machine, by X's screen saver extension."""

from ctypes import CDLL, POINTER, Structure, byref, c_int, c_ulong, c_void_p


class _Info(Structure):
    _fields_ = (
        ("window", c_ulong),
        ("state", c_int),
        ("kind", c_int),
        ("til_or_since", c_ulong),
        ("idle", c_ulong),
        ("event_mask", c_ulong),
    )


def idle_ms() -> int | None:
    """None if there is no server, or it does not know. Raises OSError without the libraries."""
    x, xss = CDLL("libX11.so.6"), CDLL("libXss.so.1")
    x.XOpenDisplay.restype = x.XDefaultRootWindow.restype = c_void_p
    xss.XScreenSaverAllocInfo.restype = POINTER(_Info)
    display = c_void_p(x.XOpenDisplay(None))
    event, error = c_int(), c_int()
    if not display or not xss.XScreenSaverQueryExtension(display, byref(event), byref(error)):
        return None
    info = xss.XScreenSaverAllocInfo()
    root = c_void_p(x.XDefaultRootWindow(display))
    return int(info.contents.idle) if xss.XScreenSaverQueryInfo(display, root, info) else None

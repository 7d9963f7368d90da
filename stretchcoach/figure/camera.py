"""Cameras: the directions that a body is seen from. Nothing gets smaller with distance."""

from typing import Final, NamedTuple

from stretchcoach.figure.vectors import Vec, bent, facing

# Degrees from the front to the body's right, as it stands at the start; and degrees upwards.
VIEWS: Final[dict[str, tuple[float, float]]] = {
    "front": (0, 8),
    "front-right": (45, 12),
    "right": (90, 8),
    "behind-right": (135, 12),
    "behind": (180, 8),
    "behind-left": (225, 12),
    "left": (270, 8),
    "front-left": (315, 12),
    "above": (180, 90),
}

# In steps of 45 degrees.
_AROUND: Final = tuple(name for name in VIEWS if name != "above")
_ABOVE: Final = 60.0


class Camera(NamedTuple):
    """A direction in degrees: `around` is 0 at the front, 90 at the right; `height` is up."""

    around: float
    height: float

    def axes(self) -> tuple[Vec, Vec, Vec]:
        """The directions to the right in the picture, up in it, and towards the eye."""
        frame = bent(facing(180 - self.around), self.height)
        right, ahead, up = frame
        return right, up, (-ahead[0], -ahead[1], -ahead[2])

    def view(self) -> str:
        """The name of the nearest view."""
        return "above" if self.height > _ABOVE else _AROUND[round(self.around / 45) % 8]

    def mirrored(self) -> "Camera":
        return Camera(-self.around, self.height)


def camera(view: str) -> Camera:
    """The camera of a view with a name."""
    return Camera(*VIEWS[view])

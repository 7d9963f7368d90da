"""The bones, by which a test tells whether one is stretched."""

from collections.abc import Mapping
from typing import Final

from stretchcoach.figure.skeleton import (
    COLLAR,
    FINGERS,
    FOREARM,
    HIP_OUT,
    PALM,
    SHIN,
    SIDES,
    THIGH,
    UPPER_ARM,
)
from stretchcoach.figure.vectors import Vec, length, minus

# What each bone runs between, and its length.
BONES: Final[dict[tuple[str, str], float]] = {
    ("pelvis", "belly"): 12,
    ("belly", "ribs"): 14,
    ("ribs", "throat"): 24,
    ("throat", "skull"): 8,
    ("skull", "head"): 13,
    **{
        (f"{side} {near}", f"{side} {far}"): long
        for side in SIDES
        for near, far, long in (
            ("shoulder", "elbow", UPPER_ARM),
            ("elbow", "wrist", FOREARM),
            ("wrist", "knuckles", PALM),
            ("knuckles", "fingertips", FINGERS),
            ("hip", "knee", THIGH),
            ("knee", "ankle", SHIN),
            ("heel", "toes", 24.0),
        )
    },
    ("throat", "notch"): 4,
    **{("notch", f"{side} shoulder"): COLLAR for side in SIDES},
    ("left hip", "right hip"): 2 * HIP_OUT,
}


def stretched(points: Mapping[str, Vec]) -> dict[tuple[str, str], float]:
    """How long each bone is that has not its own length."""
    long_now = {(a, b): length(minus(points[a], points[b])) for a, b in BONES}
    return {bone: now for bone, now in long_now.items() if abs(now - BONES[bone]) > 1e-6}

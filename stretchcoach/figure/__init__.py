"""A body as a value, drawn: pure, and below everything else.

`described.described` makes a scene from an author's description. `scene.shot_of` prepares a view of
it, and the `picture` of a shot is rows of cells. This package uses no clock, terminal, file or
thread.
"""

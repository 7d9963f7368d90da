"""A body as a value, drawn: pure, and below everything else.

`described.described` makes a scene from what an author wrote, `scene.shot_of` gets a view of it
ready to draw, and the `picture` of a shot is rows of cells. No clock, terminal, file or thread is
known here.
"""

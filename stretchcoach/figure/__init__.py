"""A body as a value, drawn: pure, and below everything else.

`described.described` makes a scene from what an author wrote, `scene.stage` gets a view of it ready
to draw, and a stage's `picture` is rows of cells. No clock, terminal, file or thread is known here.
"""

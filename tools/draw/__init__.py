"""Draws the pictures of the reference contexts as SVG: a small 3D modeller for planks, tubes and turned solids.

`python -m tools.draw` writes them all; what it writes is committed, so that nobody needs it to build an image.
"""

"""Furniture, objects, people: each function builds one thing in a scene, standing at the current frame's origin."""

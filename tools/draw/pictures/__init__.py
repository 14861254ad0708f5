"""The pictures of the reference context, by family; `tools.draw.registry` finds them by looking in this folder."""

"""The materials of the workshop, and the rooms its pictures are taken in."""

from __future__ import annotations

from tools.draw.finishes import cloth, floorboard, metal, painted, plain, wood
from tools.draw.materials import Material
from tools.draw.room import Room

SCAFFOLD = Material("#a98a66", wood, end="#b5905f", vary=1.2, wear=0.75)
"""Scaffolding plank, sanded: honey turned grey."""
PALLET = Material("#d3a974", wood, end="#dcb988", vary=1.3, wear=0.5)
OAK = Material("#b98650", wood, end="#c39560", vary=0.8, wear=0.35)
OLD_OAK = Material("#8a5d36", wood, end="#9a6c42", vary=0.9, wear=0.5)
BARREL = Material("#a4693c", wood, end="#b27a49", vary=0.8, wear=0.15)
STAINED = Material("#7b3a35", wood, end="#8b4b40", vary=0.8, wear=0.1)
"""Barrel oak on the wine side."""
JETTY = Material("#958d80", wood, end="#a3967f", vary=0.8, wear=0.6)
DECK = Material("#c08e5a", wood, end="#cda070", vary=0.8, wear=0.3)
CRATE = Material("#dbb887", wood, end="#e3c697", vary=1.2, wear=0.5)
PLY = Material("#dcb684", wood, end="#c69c66", vary=0.4, wear=0.05)
BEECH = Material("#dcb98c", wood, end="#e2c49c", vary=0.4, wear=0.0)
SLEEPER = Material("#6e4a30", wood, end="#86603f", vary=0.7, wear=0.6)
FLOOR_OAK = Material("#d0a876", floorboard, vary=0.5, wear=0.15)
FLOOR_PALE = Material("#dcc4a0", floorboard, vary=0.4, wear=0.1)
FLOOR_GREY = Material("#b3a692", floorboard, vary=0.5, wear=0.3)

BLACK_STEEL = Material("#33302e", metal, shine=0.35)
STEEL = Material("#9a9c9c", metal, shine=0.9)
DARK_STEEL = Material("#5d5b58", metal, shine=0.6)
BRASS = Material("#c79a45", metal, shine=0.9)
ZINC = Material("#b7bcbc", metal, shine=0.6)

DOOR_BLUE = Material("#8fa6b0", painted, vary=0.4, wear=0.35, accent="#c7a677")
SHUTTER_GREEN = Material("#b5c7ab", painted, vary=0.5, wear=0.5, accent="#c09a6a")
BLUES = tuple(
    Material(c, painted, vary=0.5, wear=0.5, accent="#bf9a6d") for c in ("#8fb0bd", "#5f8ba3", "#476f8c", "#a9c3c6")
)

WHITE = Material("#f4efe6", plain)
LEATHER = Material("#9a5f34", plain, shine=0.3)
KRAFT = Material("#c79f6c", plain)
RUBBER = Material("#35322f", plain, shine=0.2)
TERRACOTTA = Material("#c4714a", plain)
CERAMIC = Material("#efe7da", plain, shine=0.5)
BLACK = Material("#262322", plain, shine=0.4)

SAIL = Material("#efe6d2", cloth, accent="#b69c72")
NAVY_CLOTH = Material("#3b4b66", cloth, accent="#8793a8")
GREY_CLOTH = Material("#a9a59c", cloth, accent="#86827a")
LINEN = Material("#ead9b8", cloth, accent="#cdb88e")
RUST_CLOTH = Material("#b9603c", cloth, accent="#d98f6c")

GREEN_GLASS = Material("#5f8f5a", plain, shine=1.0, opacity=0.72)
AMBER_GLASS = Material("#b5722a", plain, shine=1.0, opacity=0.74)
CLEAR_GLASS = Material("#dfeae6", plain, shine=1.0, opacity=0.42)
BLUE_GLASS = Material("#4f8fb8", plain, shine=1.0, opacity=0.8)
WAX = Material("#f6ead0", plain, shine=0.2)


def studio(wall: float = 170, wall_colour: str = "#efe9df", floor_colour: str = "#e9e1d5") -> Room:
    """Return the plain light background of product pictures."""
    return Room(wall_colour, floor_colour, wall, studio=True, glow=0.75, shadow=0.34)


def wall_studio(colour: str = "#ebe3d6") -> Room:
    """Return a plain wall for what hangs on it; the wall is at y = 0."""
    return Room(colour, "#e2d7c6", 0.0, glow=0.6, shadow=0.42)


def interior(wall_colour: str = "#e6ddcc", wall: float = 150, boards: Material = FLOOR_OAK) -> Room:
    """Return a lived-in room: wall, white skirting, oak floor."""
    return Room(wall_colour, boards.colour, wall, boards, skirting="#f3eee4", shadow=0.4, glow=0.35)

"""Drawn avatars of the team."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from tools.draw.colour import mix
from tools.draw.geometry import Point
from tools.draw.pictures.marks import rings
from tools.draw.registry import Sheet, drawing
from tools.draw.svg import Canvas, smooth

LINE = "#4a2f22"


@dataclass(frozen=True)
class Look:
    """Colours and traits of one person."""

    skin: str
    hair: str
    top: str
    ground: str


def _blob(c: Canvas, points: list[Point], fill: str, **more: str | float) -> None:
    c.path(smooth(points, closed=True), fill, **more)


def _ground(c: Canvas, look: Look) -> None:
    c.rect(0, 0, 512, 512, c.radial((200, 170), 430, [(0, mix(look.ground, "#ffffff", 0.45)), (1, look.ground)]))


def _bust(c: Canvas, look: Look, collar: str = "") -> None:
    c.path("M64,512C70,420 130,392 196,378L316,378C382,392 442,420 448,512z", look.top)
    c.path("M316,378C382,392 442,420 448,512H352C356,450 340,410 316,378z", mix(look.top, "#2b1a12", 0.16))
    c.path("M212,318H300V384C300,414 212,414 212,384z", mix(look.skin, "#7a3d24", 0.22))
    if collar:
        c.path("M196,378C214,424 298,424 316,378L330,386C316,446 196,446 182,386z", collar)


def _head(c: Canvas, look: Look) -> None:
    skin, shade = look.skin, mix(look.skin, "#7a3d24", 0.16)
    for x in (162, 350):
        c.ellipse((x, 240), 19, 27, shade)
    c.path("M164,206C164,118 348,118 348,206V252C348,322 300,360 256,360S164,322 164,252z", skin)
    c.path(
        "M300,140C346,160 348,190 348,206V252C348,322 300,360 256,360C320,330 328,240 300,140z",
        shade,
        fill_opacity=0.55,
    )


def _face(c: Canvas, look: Look, *, glasses: bool = False, brow: str = "", smile: float = 1) -> None:
    tone = brow or look.hair
    for x in (214, 298):
        c.path(
            f"M{x - 22},{204}Q{x},{190} {x + 22},{204}Q{x},{198} {x - 22},{204}z",
            tone,
            stroke=tone,
            stroke_width=3.5,
            stroke_linejoin="round",
        )
        c.ellipse((x, 234), 8, 9.5, "#33231b")
        c.ellipse((x - 2.6, 230), 2.4, 2.8, "#ffffff")
        c.line(f"M{x - 15},{226}Q{x},{216} {x + 15},{226}", LINE, 3.4, 0.75)
    c.line("M256,236C252,256 246,266 250,272Q257,277 264,273", mix(look.skin, "#7a3d24", 0.5), 4)
    for x in (196, 316):
        c.ellipse((x, 280), 22, 14, "#e0705a", fill_opacity=0.2)
    low = 304 + 18 * smile
    c.path(f"M222,302Q256,{low + 4:.0f} 290,302Q256,{low + 24:.0f} 222,302z", "#a64b3f")
    c.path(f"M228,304Q256,{low + 2:.0f} 284,304Q256,{low + 10:.0f} 228,304z", "#fff8f0")
    if glasses:
        for x in (214, 298):
            c.ellipse((x, 236), 34, 33, "#ffffff", fill_opacity=0.18, stroke="#4a3426", stroke_width=5.5)
        c.line("M248,232Q256,226 264,232M180,230L164,226M332,230L348,226", "#4a3426", 5.5)


def _apron(c: Canvas, colour: str, seam: str = "#b69c72") -> None:
    c.path("M176,512V440Q256,470 336,440V512z", colour)
    c.line("M176,446L190,384M336,446L322,384", colour, 15)
    c.line("M186,512V456Q256,480 326,456V512", seam, 2.5, 1, stroke_dasharray="7 6")


@drawing("portrait-maud")
def _maud(sheet: Sheet) -> str:
    c, look = Canvas(sheet.width, sheet.height), Look("#eec3a0", "#6b4228", "#7c8f78", "#e9cfae")
    _ground(c, look)
    _blob(c, [(256, 34), (306, 52), (312, 98), (256, 122), (200, 98), (206, 52)], look.hair)
    c.line("M226,60Q256,44 290,66M222,84Q256,66 294,90", mix(look.hair, "#c98f5c", 0.5), 4, 0.6)
    _bust(c, look)
    _apron(c, "#efe6d2")
    _head(c, look)
    c.path(
        "M158,222C146,120 210,92 256,92S366,120 354,222C350,190 330,164 296,150C250,172 190,176 172,190C164,198 160,210 158,222z",  # noqa: E501
        look.hair,
    )
    c.line("M186,142Q230,112 280,126M176,168Q220,140 276,140", mix(look.hair, "#c98f5c", 0.5), 4, 0.5)
    _face(c, look, glasses=True)
    c.line("M166,200Q156,240 166,268M348,196Q360,236 350,270", look.hair, 6)
    return c.text()


@drawing("portrait-yanis")
def _yanis(sheet: Sheet) -> str:
    c, look = Canvas(sheet.width, sheet.height), Look("#c98f66", "#2c211c", "#b4623e", "#cfd9d0")
    _ground(c, look)
    _bust(c, look, "#8f4a2d")
    _head(c, look)
    c.path(
        "M164,234C164,330 206,374 256,374S348,330 348,234C342,270 334,282 316,288C290,280 222,280 196,288C178,282 170,270 164,234z",  # noqa: E501
        look.hair,
        fill_opacity=0.9,
    )
    c.path("M222,296Q256,284 290,296Q292,316 256,330Q220,316 222,296z", look.skin)
    _face(c, look)
    c.path("M152,190C146,90 210,62 256,62S366,90 360,190z", "#3d6288")
    c.path("M146,172Q256,132 366,172V208Q256,168 146,208z", "#4b75a0")
    for i in range(15):
        x = 156 + i * 14.3
        bend = 30 * (1 - ((x - 256) / 110) ** 2)
        c.line(f"M{x:.0f},{174 - bend:.0f}v32", "#2f4f70", 2.5, 0.6)
    return c.text()


@drawing("portrait-solene")
def _solene(sheet: Sheet) -> str:
    c, look = Canvas(sheet.width, sheet.height), Look("#f3cfb3", "#b4532a", "#56707a", "#ead9c6")
    _ground(c, look)
    c.path(
        "M140,250C116,100 220,70 262,72C352,70 396,140 372,262C366,306 352,318 338,318H176C156,318 146,296 140,250z",
        look.hair,
    )
    _bust(c, look)
    _head(c, look)
    c.path(
        "M154,240C140,130 200,92 262,92C330,92 372,140 358,240C352,206 344,180 318,160C276,176 204,160 186,176C168,194 160,214 154,240z",  # noqa: E501
        look.hair,
    )
    c.line("M190,148Q240,116 300,136M176,176Q200,148 240,146M330,160Q350,184 356,214", "#dd8a52", 5, 0.6)
    _face(c, look, brow="#96421f")
    for x, y in ((200, 262), (212, 270), (190, 272), (304, 268), (316, 262), (322, 273), (248, 262), (264, 260)):
        c.ellipse((x, y), 2, 2, "#b5703f", fill_opacity=0.55)
    c.path(
        "M178,362C214,398 298,398 334,362C356,376 362,412 340,432C300,462 212,462 172,432C150,412 156,376 178,362z",
        "#d9a441",
    )
    c.path("M296,420C320,440 330,476 326,512H282C292,480 290,446 280,426z", "#c8902f")
    for x, y in ((196, 400), (236, 418), (282, 416), (318, 396), (306, 468), (216, 436), (264, 442)):
        c.ellipse((x, y), 6, 6, "#fff3d6", fill_opacity=0.85)
    return c.text()


@drawing("portrait-gaspard")
def _gaspard(sheet: Sheet) -> str:
    c, look = Canvas(sheet.width, sheet.height), Look("#9a6545", "#1f1815", "#a8483c", "#dfd2e0")
    c_look = look
    _ground(c, c_look)
    _bust(c, look)
    shirt = "M64,512C70,420 130,392 196,378L316,378C382,392 442,420 448,512z"
    c.open(clip_path=c.clip(shirt))
    for i in range(9):
        c.rect(70 + i * 46, 370, 14, 150, "#5a2320", fill_opacity=0.5)
        c.rect(60, 392 + i * 34, 400, 10, "#5a2320", fill_opacity=0.5)
        c.rect(96 + i * 46, 370, 3, 150, "#f2dcb8", fill_opacity=0.6)
        c.rect(60, 412 + i * 34, 400, 3, "#f2dcb8", fill_opacity=0.6)
    c.close()
    c.path("M212,318H300V372L256,424L212,372z", mix(look.skin, "#3d1d10", 0.22))
    c.path(
        "M196,376L214,358L256,424L222,440zM316,376L298,358L256,424L290,440z",
        "#a8483c",
        stroke="#6b2822",
        stroke_width=3,
        stroke_linejoin="round",
    )
    _head(c, look)
    rng = Random(5)
    for i in range(46):
        t = math.pi * (1.02 + 0.96 * rng.random())
        r = rng.uniform(74, 116)
        x, y = 256 + r * 1.06 * math.cos(t), 196 + r * 1.0 * math.sin(t)
        c.ellipse((x, y), 22, 21, mix(look.hair, "#5b4336", 0.24 * rng.random()))
        if i % 2:
            c.line(f"M{x - 9:.0f},{y + 3:.0f}q8,-14 16,0", "#6a5246", 2.5, 0.6)
    _face(c, look)
    return c.text()


@drawing("portrait-defaut")
def _default(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    c.rect(0, 0, 512, 512, "#cfa877")
    rings(c, (180, 620), 660, 30, brown="#b98c58")
    c.rect(0, 0, 512, 512, "#d9b78a", fill_opacity=0.72)
    c.path(
        "M78,512C84,412 150,384 206,372C214,366 214,350 206,342C176,316 168,282 168,236C168,120 344,120 344,236C344,282 336,316 306,342C298,350 298,366 306,372C362,384 428,412 434,512z",  # noqa: E501
        "#fbf4e6",
    )
    return c.text()

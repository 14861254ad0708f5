"""A candidate's folder made by hand, hostile on purpose: for the tests of the report."""

import json
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from provisioner.schema.changes import Diff
from provisioner.schema.sitting import Sitting
from provisioner.steps import checks

EVIL = '<script>window.HACKED=1</script><img src=x onerror="window.HACKED=1">"\'{{7*7}}</style>'
BEFORE = "Nous fabriquons des meubles depuis 2016.\nVenez nous voir le samedi."
AFTER = "Nous fabriquons des meubles depuis 2018, à la main.\nVenez nous voir le samedi."


def field(name, type_="text", before=None, after=None, **texts):
    """Return a field's change; its texts are its values."""
    shown = {"before_text": str(before or ""), "after_text": str(after or ""), **texts}
    return {"name": name, "label": name.capitalize(), "type": type_, "before": before, "after": after, **shown}


def change(kind, id_, title, action, *fields, **more):
    """Return a change."""
    base = {"kind": kind, "kind_label": kind, "id": id_, "title": title, "action": action, "fields": list(fields)}
    state = {one["name"]: one["after"] for one in fields}
    rows = [{"table": "posts", "key": {"ID": 1}}]
    return {**base, "sentence": f"« {title} » : {action}.", "rows": rows, "state": state, **more}


CHANGES = [
    change("page", "12", "L’atelier", "changed", field("content", "html", BEFORE, AFTER), pages=["/"]),
    change("article", "21", EVIL, "created", field("title", after=EVIL), field("content", "html", after=f"<p>{EVIL}")),
    change("header", "", "En-tête", "changed", field("text_color", "color", "ffffff", "f2e3c6;background:url(x)")),
    change("menu", "5", EVIL, "changed", field("entries", "list", ["1"], ["1", "2"], after_text=f"Accueil\n{EVIL}")),
    change("media", "60", EVIL, "created", field("file", "image", after="2022/05/salon.jpg"), field("alt", after=EVIL)),
    change("category", "9", "Brocante", "removed", field("name", before="Brocante")),
]
OPENED = "2022-05-12T09:02:11+02:00"


def span(kind, id_, title, action, *minutes, tried=()):
    """Return a span of the timeline, saved at these minutes."""
    times = [f"2022-05-12T09:{2 + minute:02d}:30+02:00" for minute in minutes]
    return {"kind": kind, "id": id_, "label": kind, "title": title, "action": action, "times": times, "tried": tried}


TIMELINE = {
    "opened": OPENED,
    "spans": [
        span("page", "12", "L’atelier", "changed", 3, 9, 31),
        span("article", "21", EVIL, "created", 12, 14),
        span("category", "9", "Brocante", "removed", 20),
        span("article", "30", EVIL, "undone", 22, 26, tried=[EVIL]),
        span(EVIL, EVIL, EVIL, "changed"),
    ],
}
VISITS = [{"method": "GET", "path": f"/wp-admin/{EVIL}", "status": 200, "at": OPENED, "count": 2}]
DIFF = {
    "cms": "wordpress",
    "changes": CHANGES,
    "others": [{"table": EVIL, "key": {EVIL: EVIL}, "action": "changed", "before": {EVIL: "0"}, "after": {EVIL: EVIL}}],
    "files": [
        {"path": "wp-content/uploads/2022/05/salon.jpg", "action": "created", "size": 184211},
        {"path": f"wp-content/uploads/{EVIL}.svg", "action": "created", "size": 12},
        {"path": "../../../sitting.json", "action": "created", "size": 12},
    ],
    "noise": {"Révisions et enregistrements automatiques": 7},
    "timeline": TIMELINE,
    "witness": {"agrees": False, "rows": 9, "events": 40, "disagreements": [EVIL], "more": 3},
    "visits": VISITS,
}
IDLE = {"cms": "wordpress", "changes": [], "others": [], "noise": {"Connexions et préférences d’affichage": 2}}


def make(folder: Path, diff=None, *, pictures=True, **sitting) -> Path:
    """Write a candidate's folder, with verdicts, and return it."""
    folder.mkdir(parents=True)
    known = {
        "wave": folder.parent.name,
        "number": folder.name,
        "commission": "12",
        "subject": "WordPress A",
        "exam": "2022",
        "cms": "wordpress",
        "cms_version": "5.8.2",
        "image": "e5b/2022-wordpress:0a1b2c3d",
        "container": "x",
        "url": "http://127.0.0.1:8001",
        "port": 8001,
        "login": "candidat-0742",
        "duration_s": 2400,
        "created_at": OPENED,
        "ready_s": 0.4,
    }
    written = Sitting.model_validate({**known, **sitting}).model_dump_json()
    (folder / "sitting.json").write_text(written, encoding="utf-8")
    model = Diff.model_validate(diff or DIFF)
    (folder / "diff.json").write_text(model.model_dump_json(), encoding="utf-8")
    loaded = checks.load_checks("2022", "wordpress")
    # As for an exam some of whose functionalities have no check yet.
    covered, left = loaded.checks[:-2], tuple(one.functionality for one in loaded.checks[-2:])
    checks.write_verdicts(folder, replace(loaded, checks=covered, uncovered=left))
    if pictures:
        _pictures(folder / "capture")
    return folder


def _pictures(capture: Path) -> None:
    uploads = capture / "files/wp-content/uploads/2022/05"
    uploads.mkdir(parents=True)
    Image.linear_gradient("L").convert("RGB").save(uploads / "salon.jpg")
    (uploads.parent.parent / f"{EVIL.replace('/', '')}.svg").write_text(EVIL, encoding="utf-8")
    pages = capture / "pages"
    pages.mkdir(parents=True)
    for device, width in (("desktop", 640), ("phone", 195)):
        draw_page(width, 3).save(pages / f"before-{device}.png")
        draw_page(width, 3, new_at=1).save(pages / f"after-{device}.png")
    listed = [
        {"path": "/", "label": EVIL, "before": _sight("before"), "after": _sight("after")},
        {"path": "/?p=21", "label": "Nouvelle", "before": {"status": 404}, "after": _sight("after")},
        {"path": "/?p=3", "label": "Pareille", "before": _sight("before"), "after": _sight("before")},
        {"path": "/?p=4", "label": "Lente", "before": _sight("before"), "after": {"status": 0, "problem": EVIL}},
    ]
    (pages / "pages.json").write_text(json.dumps({"pages": listed, "blocked": {EVIL: 1}}), encoding="utf-8")


def _sight(when):
    widths = (("desktop", 640), ("phone", 195))
    views = [{"device": d, "width": w, "height": 400, "image": f"{when}-{d}.png"} for d, w in widths]
    return {"status": 200, "title": "T", "views": views}


def draw_page(width, blocks, new_at=None):
    """Draw a page of distinct blocks, one more at `new_at` when asked."""
    names = [str(index) for index in range(blocks)]
    if new_at is not None:
        names.insert(new_at, "new")
    page = Image.new("RGB", (width, 60 + 100 * len(names)), "white")
    pen = ImageDraw.Draw(page)
    for place, name in enumerate(names):
        top = 60 + 100 * place
        for line in range(8):
            reach = 30 + (ord(name[0]) * 37 + line * 53) % (width - 60)
            pen.rectangle((20, top + line * 10, reach, top + line * 10 + 5), fill=(40, 40 + line * 9, ord(name[0])))
    return page

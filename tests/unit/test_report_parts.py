"""Word-by-word differences, lengths of texts, differences of pictures."""

import io
import time

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from report_sample import draw_page

from provisioner.steps.report import pixels, render, words

TEXT = st.text(alphabet="abc  .’\n", max_size=40)


@given(TEXT, TEXT)
def test_pieces_give_both_texts_back(before, after):
    pieces = words.compare(before, after)
    assert "".join(p.text for p in pieces if p.op != "ins") == before
    assert "".join(p.text for p in pieces if p.op != "del") == after
    assert all(p.text for p in pieces)


def test_words_are_never_cut():
    pieces = words.compare("Le bois ancien", "Le bois brut ancien")
    assert [(p.op, p.text) for p in pieces] == [("same", "Le bois "), ("ins", "brut "), ("same", "ancien")]
    pieces = words.compare("une table ronde", "deux bancs ronds")
    assert [p.op for p in pieces] == ["del", "ins"]


def test_long_texts_are_compared():
    long = "mot différent " * 40_000
    assert words.compare(long, long + "fin")[-1].text.strip().endswith("fin")


def test_measure():
    length = words.measure("L’atelier ouvre :\nà 9 h !")
    assert (length.words, length.signs, length.signs_without_spaces) == (5, 24, 19)


def test_an_inserted_block_marks_neither_what_it_pushed_down_nor_more_than_itself():
    before, after = draw_page(640, 6), draw_page(640, 6, new_at=2)
    found = pixels.compare(before, after)
    assert not found.before
    assert abs(found.after[0].top - 260) <= 6
    assert abs(found.after[-1].bottom - 336) <= 6
    back = pixels.compare(after, before)
    assert (back.before, back.after) == (found.after, found.before)


def test_a_word_that_changed_in_place():
    before = draw_page(640, 4)
    after = before.copy()
    ImageDraw.Draw(after).rectangle((100, 205, 140, 212), fill="red")
    found = pixels.compare(before, after)
    assert len(found.before) == len(found.after) == 1
    box = found.after[0]
    assert (box.left >= 95, box.right <= 145, box.top >= 200, box.bottom <= 220) == (True, True, True, True)


def as_jpeg(picture):
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=70)
    return Image.open(data).convert("RGB")


def test_the_noise_of_jpeg_is_no_difference():
    before, after = draw_page(1280, 8), draw_page(1280, 8, new_at=2).crop((0, 5, 1280, 955))
    found = pixels.compare(as_jpeg(before), as_jpeg(after))
    assert not found.before
    assert abs(found.after[0].top - 255) <= 8
    assert abs(found.after[-1].bottom - 331) <= 8


def test_colours_of_the_same_lightness_and_blocks_side_by_side():
    before = draw_page(640, 2)
    after = before.copy()
    for left in (100, 400):
        ImageDraw.Draw(before).rectangle((left, 10, left + 60, 40), fill=(200, 100, 100))
        ImageDraw.Draw(after).rectangle((left, 10, left + 60, 40), fill=(100, 151, 100))
    assert len(pixels.compare(before, after).after) == 2


def test_same_pictures_and_faint_ones():
    page = draw_page(640, 3)
    assert pixels.compare(page, page) == pixels.Differences()
    faint = page.point(lambda level: min(255, level + 3))
    assert pixels.compare(page, faint) == pixels.Differences()


def test_a_page_all_new_is_quick_and_has_few_boxes():
    start = time.process_time()
    found = pixels.compare(Image.effect_noise((1280, 4000), 90), Image.effect_noise((1280, 5000), 90))
    assert time.process_time() - start < 3
    assert len(found.after) <= pixels.MOST


def test_widths_may_differ():
    assert pixels.compare(draw_page(640, 2), draw_page(600, 2)).after


def test_french():
    assert render.french("« Oui » : dix ; deux !") == "«\u202fOui\u202f»\u202f: dix\u202f; deux\u202f!"
    assert render.moment("2022-06-01T09:05:00+02:00") == "1er juin 2022, 9\u202fh\u202f05"
    assert render.moment("hier") == "hier"
    assert render.duration(3200) == "53\u202fmin 20\u202fs"
    assert render.size(184_211) == "184\u202fko"
    assert render.size(1_342_110) == "1,3\u202fMo"
    assert render.plural(1, "page") == "1\u202fpage"
    assert render.plural(0, "mot") == "0\u202fmot"
    assert render.plural(3, "avis", "avis") == "3\u202favis"

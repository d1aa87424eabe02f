"""The slides as a presentation: placeholders of a template, titles, notes, alternative texts, and the same bytes."""

import io
import time

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from wps_analysis.claims.edition import Edition
from wps_analysis.pack.publish.content import gather
from wps_analysis.pack.publish.slides.deck import ChartSlide, deck_bytes
from wps_analysis.pack.publish.slides.write import write_slides
from wps_analysis.words.language import use_language


def deck_of(count=1):
    picture = io.BytesIO()
    Image.new("RGB", (1600, 600), "white").save(picture, "png")
    slide = ChartSlide("Two of 25", ["Governors", "Source: A."], picture.getvalue(), "Two dots of 25", ["Said.", "A."])
    return deck_bytes("Atlantis", ["Few", "2025"], [slide] * count, as_of="2025-10-31")


def opened(data):
    return Presentation(io.BytesIO(data))


def test_a_chart_has_title_picture_words_and_notes_in_placeholders_of_the_template():
    slide = opened(deck_of()).slides[1]
    assert slide.slide_layout.name == "Picture with Caption"
    assert all(shape.is_placeholder for shape in slide.shapes)
    assert slide.shapes.title.text == "Two of 25"
    picture = next(s for s in slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.PICTURE)
    assert picture._element.nvPicPr.cNvPr.get("descr") == "Two dots of 25"
    assert (picture.crop_left, picture.crop_top) == (0, 0)
    assert picture.width / picture.height == pytest.approx(1600 / 600, rel=1e-3)
    assert slide.notes_slide.notes_text_frame.text == "Said.\nA."


def test_nothing_stands_outside_the_slide():
    deck = opened(deck_of())
    for shape in (shape for slide in deck.slides for shape in slide.shapes):
        assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
        assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height


def test_the_bytes_are_the_same_on_another_day():
    first = deck_of()
    time.sleep(2.1)  # the times in a zip file count in steps of two seconds
    assert deck_of() == first
    assert opened(first).core_properties.modified.isoformat() == "2025-10-31T00:00:00"


def test_a_draft_says_so_on_each_slide():
    with use_language("km"):
        slides = opened(deck_of(2)).slides
    assert all("DRAFT" in " ".join(shape.text for shape in s.shapes if shape.has_text_frame) for s in slides)


def test_the_deck_of_a_pack_has_a_slide_a_chart(tmp_path):
    content = gather(Edition("2025-10-31"), "LAO")
    with content.edition.speaking():
        *pictures, deck = write_slides(tmp_path, content)
    slides = opened(deck.read_bytes()).slides
    assert len(slides) == len(pictures) + 1
    assert slides[0].shapes.title.text.startswith("Women, Peace and Security: Lao")
    assert all("Source" in slide.notes_slide.notes_text_frame.text for slide in list(slides)[1:])

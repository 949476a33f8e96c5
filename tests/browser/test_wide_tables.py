"""A table wider than its card scrolls inside it, at every width; where it fits, its heading stays in sight."""

import pytest
from playwright.sync_api import expect

WIDTHS = (1150, 1280, 1440)
PLACES = ("/projects/", "/projects/lists/2026/1/", "/audit/")
#: How far the page reaches past the window, and tables that reach past their card without scrolling.
OVER = """() => [
  Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  [...document.querySelectorAll('.lt-scroll')].filter(box =>
    box.firstElementChild.getBoundingClientRect().right > box.getBoundingClientRect().right + 1
    && getComputedStyle(box).overflowX !== 'auto').length,
]"""
#: Scrolls the first table far down: whether it fits, and where its heading then stands below the bar at the top.
HEAD = """() => {
  const box = document.querySelector('.lt-scroll'), head = box.querySelector('thead th');
  document.querySelector('main').style.paddingBottom = '2000px';
  window.scrollTo({top: box.getBoundingClientRect().top + window.scrollY + 100, behavior: 'instant'});
  const bar = document.querySelector('.lt-top').getBoundingClientRect().bottom;
  return [box.classList.contains('fits'), Math.round(head.getBoundingClientRect().top - bar)];
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_no_table_sticks_out_of_its_card(visit, width):
    page = visit("auditor", {"width": width, "height": 700})
    for place in PLACES:
        page.goto(place)
        assert (place, page.evaluate(OVER)) == (place, [0, 0])


def test_a_heading_stays_in_sight_where_its_table_fits_and_the_table_scrolls_where_it_does_not(visit):
    page = visit("auditor", {"width": 2000, "height": 500})
    page.goto("/projects/")
    assert page.evaluate(HEAD) == [True, 0]
    page.set_viewport_size({"width": 900, "height": 500})
    expect(page.locator(".lt-scroll").first).to_have_class("lt-scroll")
    assert page.evaluate(HEAD)[1] < 0

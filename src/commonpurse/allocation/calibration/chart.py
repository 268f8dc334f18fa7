"""Accuracy by length as a drawing: a line, its interval, and the same in words for whoever cannot see it."""

from collections.abc import Sequence
from html import escape

from commonpurse.values.numbers import counted

from .shortest import Length, shortest_good

WIDE, HIGH, LEFT, FOOT, TOP = 640, 320, 60, 50, 20
INK, LINE, BAND = "#22223b", "#5b2a5e", "#e6dbe6"


def sentence(path: Sequence[Length]) -> str:
    """Say what the drawing shows."""
    good, best = shortest_good(list(path)), max(path, key=lambda each: each.r_squared.value)
    return (
        f"With {good.length} of {counted(path[-1].length, 'question')} {good.r_squared.value:.0%} of the spread of costs is explained; "
        f"the most that any length explains is {best.r_squared.value:.0%}, with {best.length}. "
        f"The shorter one saves about {good.minutes_saved:.0f} minutes."
    )


def drawn(path: Sequence[Length]) -> str:
    """Draw it as SVG, with its sentence as the description. The table stands in the command's own text."""
    place = [(_across(each.length, path), each) for each in path]
    line = " ".join(f"{x:.1f},{_up(each.r_squared.value):.1f}" for x, each in place)
    above = [f"{x:.1f},{_up(each.r_squared.high):.1f}" for x, each in place]
    below = [f"{x:.1f},{_up(each.r_squared.low):.1f}" for x, each in reversed(place)]
    good = shortest_good(list(path))
    at = next(x for x, each in place if each is good)
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img"',
        ' aria-labelledby="title desc" font-family="sans-serif">',
        '<title id="title">How much each length explains</title>',
        f'<desc id="desc">{escape(sentence(path))}</desc>',
        *(_grid(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)),
        f'<polygon points="{" ".join(above + below)}" fill="{BAND}"/>',
        f'<polyline points="{line}" fill="none" stroke="{LINE}" stroke-width="2"/>',
        f'<circle cx="{at:.1f}" cy="{_up(good.r_squared.value):.1f}" r="5" fill="{LINE}"/>',
        *(
            f'<text x="{x:.1f}" y="{HIGH - FOOT + 20}" font-size="13" text-anchor="middle" fill="{INK}">{each.length}</text>'
            for x, each in place
        ),
        f'<text x="{WIDE / 2:.0f}" y="{HIGH - 8}" font-size="14" text-anchor="middle" fill="{INK}">Questions asked</text>',
        "</svg>",
    ]
    return "\n".join(rows) + "\n"


def _across(length: int, path: Sequence[Length]) -> float:
    first, last = path[0].length, path[-1].length
    return LEFT + (WIDE - LEFT - 20) * (length - first) / max(last - first, 1)


def _up(share: float) -> float:
    return HIGH - FOOT - (HIGH - FOOT - TOP) * min(max(share, 0.0), 1.0)


def _grid(share: float) -> str:
    y = _up(share)
    return (
        f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDE - 20}" y2="{y:.1f}" stroke="#d8d3c8"/>'
        f'<text x="{LEFT - 8}" y="{y + 5:.1f}" font-size="13" text-anchor="end" fill="{INK}">{share:.0%}</text>'
    )

"""Colours: contrast on both papers, tokens that resolve, a ramp that reads without hue."""

import json

import pytest

from dashboards import cells, theme

MODES: tuple[theme.Mode, ...] = ("light", "dark")
LINES = ("accent", *theme.SERIES, "faint")
TEXTS = ("ink", "muted", "accent-text", *(f"{name}-text" for name in theme.SERIES))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", LINES)
def test_lines_and_fills_stand_out_from_the_paper(mode: theme.Mode, name: str) -> None:
    palette = theme.PALETTES[mode]
    assert theme.contrast(palette[name], palette["paper"]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", TEXTS)
def test_text_is_readable(mode: theme.Mode, name: str) -> None:
    palette = theme.PALETTES[mode]
    assert theme.contrast(palette[name], palette["paper"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_more_is_always_farther_from_the_paper(mode: theme.Mode) -> None:
    palette = theme.PALETTES[mode]
    steps = [theme.contrast(palette[f"ramp-{i}"], palette["paper"]) for i in range(5)]
    assert steps == sorted(steps)


def test_both_modes_name_the_same_inks() -> None:
    assert set(theme.PALETTES["light"]) == set(theme.PALETTES["dark"])


def test_paint_resolves_tokens_at_any_depth_and_leaves_words_alone() -> None:
    painted = theme.paint({"a": [("$blue", "$blue/0.5")], "b": "$100 reward", "c": "$unknown"}, "light")
    assert painted == {"a": [["#0072b2", "rgba(0,114,178,0.5)"]], "b": "$100 reward", "c": "$unknown"}


def test_the_template_is_small() -> None:
    assert len(json.dumps(theme.TEMPLATE)) < 1700


def test_series_are_told_apart_without_colour() -> None:
    assert len(set(theme.DASHES)) == len(set(theme.MARKERS)) == len(theme.SERIES)


def test_nothing_can_be_shared_to_a_server_from_the_figure() -> None:
    assert theme.CONFIG["showSendToCloud"] is False
    assert theme.CONFIG["displaylogo"] is False


def shade(mode: theme.Mode, scale: str, share: float) -> str:
    names = [f"ramp-{i}" for i in range(5)] if scale == "ramp" else ["middle", scale]
    at = min(share * (len(names) - 1), len(names) - 1 - 1e-9)
    first, second = (theme.PALETTES[mode][names[int(at) + i]] for i in (0, 1))
    part = at - int(at)
    mixed = (
        round(int(first[i : i + 2], 16) * (1 - part) + int(second[i : i + 2], 16) * part) for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", ["ramp", "blue-text", "orange-text"])
def test_numbers_in_cells_can_be_read_on_every_shade(mode: theme.Mode, scale: str) -> None:
    steps = cells.STEPS[scale.removesuffix("-text")]
    for share in (i / 100 for i in range(101)):
        ink = cells.INKS[sum(share >= step for step in steps)].removeprefix("$")
        assert theme.contrast(theme.PALETTES[mode][ink], shade(mode, scale, share)) >= 4.35, share

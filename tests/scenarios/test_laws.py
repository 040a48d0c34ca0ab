"""Laws of the reader: what is set comes out, with its place; junk gives nothing but a ScenarioError."""

import contextlib
import string
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import scenarios
from scenarios import Scenario, ScenarioError
from scenarios.exceptions import MalformedFile
from scenarios.nodes import parse, plain
from scenarios.resolve import digest
from scenarios.writing import written

CASE = Path(__file__).resolve().parents[1] / "cases" / "harbour"
HEAD = "title: A trial\nquestion: What if?\nextends: " + str(CASE / "baseline.yaml") + "\n"


def loaded(content: str | bytes) -> Any:
    """The scenario in a file of its own, outside any case."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trial.yaml"
        file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return scenarios.load(file)


@st.composite
def rungs(draw: st.DrawFn, most: float) -> list[float]:
    """Low, mode and high, in order."""
    return sorted(draw(st.lists(st.floats(0, most), min_size=3, max_size=3)))


places = st.sampled_from(["upstream.positions.dues", "midway.positions.dues", "NO.positions.hours"])


@given(place=places, position=rungs(100), salience=rungs(1))
@settings(max_examples=40, deadline=None)
def test_what_is_set_comes_out_with_its_place(
    place: str, position: list[float], salience: list[float]
) -> None:
    names = ("low", "mode", "high")
    lines = [f"  actors.{place}.{name}: {value!r}" for name, value in zip(names, position, strict=True)]
    lines.append(f"  actors.{place}.salience: {dict(zip(names, salience, strict=True))!r}")
    scenario = loaded(HEAD + "set:\n" + "\n".join(lines) + "\n")
    actor, _, issue = place.split(".")
    found = scenario.actors[actor].positions[issue]
    assert found.range == tuple(position)
    assert found.salience.range == tuple(salience)
    for line, name in enumerate(names, start=5):
        mark = scenario.origin[f"actors.{place}.{name}"]
        assert (mark.line, mark.column) == (line, len(f"  actors.{place}.{name}: ") + 1)
        assert scenario.origin[f"actors.{place}.salience.{name}"].line == 8


@given(weeks=st.permutations([3, 4, 5]))
@settings(max_examples=6, deadline=None)
def test_the_last_of_a_chain_has_the_word(weeks: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parent = str(CASE / "baseline.yaml")
        for number in weeks:
            file = Path(folder) / f"s{number}.yaml"
            file.write_text(f"title: T\nquestion: Q?\nextends: {parent}\nset: {{weeks: {number}}}\n")
            parent = f"./{file.name}"
        scenario = scenarios.load(file)
        assert scenario.case.weeks == weeks[-1]
        assert scenario.origin["weeks"].file == str(file)
        assert len(scenario.chain) == 4


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.text(
    "0123.eE+-_:x", max_size=6
)
numbers = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | words
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(string.ascii_letters, min_size=1), inner)
    ),
    max_leaves=12,
)


@given(trees, st.booleans())
@example({"note": "1e3", "1e3": ["0x1f", "1_0", "1:30", "NO", "~", ""]}, True)
@settings(deadline=None)
def test_what_is_written_is_read_again(tree: Any, flow: bool) -> None:
    text = written([tree, tree], flow=flow)
    node = parse(text, "trial.yaml")
    assert node is not None
    assert plain(node) == [tree, tree]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_junk_text_is_a_tree_nothing_or_malformed(text: str) -> None:
    try:
        node = parse(text, "junk.yaml")
    except MalformedFile:
        return
    assert node is None or node.mark.line > 0


yamlish = st.text(st.sampled_from("ab:-[]{},&*!|>'\"#%@`? \n\t0.1~é"), max_size=80)
keys = st.sampled_from(
    ["title", "set", "add", "remove", "events", "extends", "weeks", "actors", "do", "date", "x.y"]
)


@given(st.one_of(st.binary(max_size=120), yamlish, st.dictionaries(keys, trees).map(yaml.safe_dump)))
@settings(max_examples=100, deadline=None)
def test_junk_gives_a_scenario_error_and_nothing_else(content: str | bytes) -> None:
    with pytest.raises(ScenarioError) as caught:
        loaded(content)
    assert caught.value.problems
    assert str(caught.value).count("trial.yaml") >= 1


@given(st.dictionaries(keys, trees), yamlish)
@settings(max_examples=100, deadline=None)
def test_junk_in_a_good_frame_gives_a_scenario_error_if_anything(junk: dict[str, Any], tail: str) -> None:
    frame = {**junk, "title": "T", "question": "Q", "extends": str(CASE / "storm.yaml")}
    for content in (yaml.safe_dump(frame), HEAD + tail):
        with contextlib.suppress(ScenarioError):
            scenario = loaded(content)
            assert scenario.hash == digest(scenario)


def taken_or_refused(load: Callable[[], Scenario]) -> bool:
    """Either a scenario with a hash and the place of its title, or problems that each say something."""
    try:
        scenario = load()
    except ScenarioError as error:
        return bool(error.problems) and all(problem.message for problem in error.problems)
    return len(scenario.hash) == 64 and "title" in scenario.origin


STEPS = (
    "actors NO positions dues low value events storm calendar 0 weeks rules league parameters negotiation"
    " pace ties salience scale issues"
)
paths = st.lists(st.sampled_from([*STEPS.split(), ""]), min_size=1, max_size=6).map(".".join)


@given(st.lists(st.tuples(paths, trees), max_size=3))
@settings(max_examples=100, deadline=None)
def test_any_setting_is_taken_or_refused(pairs: list[tuple[str, Any]]) -> None:
    given_ = [f"{path}={yaml.safe_dump(value, default_flow_style=True)}" for path, value in pairs]
    assert taken_or_refused(lambda: scenarios.load(CASE / "storm.yaml", given_))


@given(st.lists(st.tuples(st.sampled_from(["set", "add", "remove"]), paths, trees), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_override_is_taken_or_refused(said: list[tuple[str, str, Any]]) -> None:
    frame: dict[str, Any] = {"title": "T", "question": "Q", "extends": str(CASE / "storm.yaml")}
    for verb, path, value in said:
        if verb == "remove":
            frame.setdefault(verb, []).append(path)
        else:
            frame.setdefault(verb, {})[path] = value
    assert taken_or_refused(lambda: loaded(yaml.safe_dump(frame)))

"""`parley sensitivity`: what it tells, in words and as JSON, the folder it writes, and what it refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sim.studies import study
from sim.work.executor import Failure, Here
from tests.cli.asking import Ask

BASELINE = "kosovo-2007/baseline"
FEW = ("--samples", 8, "--workers", 1)
MISSION = ("--outcome", "police_mission_adopted")
STATES = ("--outcome", "recognitions_day_90")

UNKNOWN = (
    "--outcome: 'recognition_day_90' is not an outcome of kosovo-2007; did you mean 'recognitions_day_90'?\n"
    "--outcome: 'nothing' is not an outcome of kosovo-2007; there are 66, such as agreement, "
    "chain_reaction, common_position_adopted"
)


def test_it_says_in_words_what_each_outcome_hangs_on(ask: Ask) -> None:
    answer = ask("sensitivity", BASELINE, "--samples", 32, *MISSION, "--workers", 1)
    assert (answer.code, answer.err) == (0, "")
    flat = " ".join(answer.out.split())
    assert "32 samples of 86 factors, 2,816 runs, seed 2007." in flat
    assert "EU police and justice mission: adopted: it hangs mostly on positions.eu_mission" in flat
    assert re.search(
        r"Of its variance, \d+% ±\d+ is what we do not know, \d+% ±\d+ is chance, and \d+% comes of both",
        flat,
    )
    assert re.search(r"Of 85 assumptions, \d+ changed nothing in any of 32 pairs of runs", flat)
    assert "Changed nothing: all of alliance," in flat
    assert re.search(r"32 samples are few: .* About [\d,]+ would bring all within ±10\.", flat)
    assert max(map(len, answer.out.splitlines())) <= 80
    assert all(line == line.rstrip() for line in answer.out.splitlines())


def test_rows_are_ranked_and_say_which_way_a_number_works_and_what_it_rests_on(ask: Ask) -> None:
    answer = ask("sensitivity", BASELINE, "--samples", 32, *MISSION, "--workers", 1)
    lines = answer.out.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Factor "))
    assert lines[head].split() == ["Factor", "Alone", "In", "all", "95%", "Higher", "Rests", "on"]
    rows = lines[head + 1 : lines.index("", head)]
    totals = [int(re.findall(r"(\d+)%", line)[1]) for line in rows if "<" not in line]
    assert totals == sorted(totals, reverse=True)
    support = next(line for line in rows if line.startswith("union.support_band "))
    assert support.endswith("raises it  judgement")


def test_json_is_the_whole_analysis_and_nothing_else(ask: Ask) -> None:
    answer = ask("sensitivity", BASELINE, *FEW, "--json")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert told["command"] == f"parley sensitivity {BASELINE} --samples 8 --seed 2007"
    assert (told["samples"], told["runs"], told["complete"], told["failures"]) == (8, 88 * 8, True, [])
    assert list(told["outcomes"])[:2] == ["declaration_week", "recognitions_day_90"]
    request = told["factors"]["parameters.declaration.request"]
    assert request["range"] == [2.5, 5.5, 8.0]
    assert request["rests_on"] == {"sources and judgement": 1}
    for one in told["outcomes"].values():
        assert {share["factor"] for share in one["shares"]} in ({*told["factors"]}, set())
        if one["split"]:
            assert sum(one["split"][part] for part in ("unknown", "chance", "both")) == pytest.approx(1)


def test_workers_and_out_change_no_digit_and_the_page_says_the_same(ask: Ask) -> None:
    alone = ask("sensitivity", BASELINE, *FEW, *STATES, "--json")
    answer = ask("sensitivity", BASELINE, "--samples", 8, *STATES, "--workers", 2, "--out", "found")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("Numbers  found/sensitivity.json\nReport   found/sensitivity.html\n")
    assert Path("found/sensitivity.json").read_text(encoding="utf-8") == alone.out
    page = Path("found/sensitivity.html").read_text(encoding="utf-8")
    assert "What does it hang on?" in page
    assert "Most weighs" in page
    assert "://" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert sorted(one.name for one in Path().iterdir()) == ["found"]


def test_what_was_interrupted_is_told_and_gone_on_with(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopping(self: Here, work: Any, tasks: Any) -> Any:
        yield 0, work(tasks[0])
        if len(tasks) > 1:
            raise KeyboardInterrupt

    asked = ("sensitivity", BASELINE, *FEW, *STATES, "--out", "found")
    with monkeypatch.context() as broken:
        broken.setattr(Here, "map", stopping)
        answer = ask(*asked)
    assert answer.code == 130
    assert answer.err == "Interrupted: 2 of 8 samples\n"
    assert json.loads(Path("found/sensitivity.json").read_text(encoding="utf-8"))["complete"] is False
    assert ask(*asked, "--resume").code == 0
    assert not list(Path().glob(".found*"))
    whole = Path("found/sensitivity.json").read_text(encoding="utf-8")
    assert whole == ask("sensitivity", BASELINE, *FEW, *STATES, "--json").out


def test_runs_that_fail_are_told_and_the_exit_code_says_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "attempt", lambda *_: Failure("no luck", "the traceback"))
    answer = ask("sensitivity", BASELINE, *FEW, *STATES)
    assert answer.code == 1
    assert answer.err == "704 of 704 runs failed, the first with: no luck\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--samples", 24), "--samples: 24 is not a power of two; give 16 or 32"),
        (("--samples", 1), "--samples: 1 is below 2"),
        (("--samples", "many"), "--samples: 'many' is not a whole number"),
        (
            ("--outcome", "recognition_day_90", "--outcome", "nothing"),
            UNKNOWN,
        ),
        (
            ("--resume",),
            "--resume: finished parts are kept beside --out; say the --out of the interrupted command",
        ),
        (
            ("--out", "full"),
            "full: holds other files; give a folder that is new, empty or an earlier sensitivity analysis",
        ),
    ],
)
def test_bad_input_is_refused_in_so_many_words(ask: Ask, options: tuple[object, ...], message: str) -> None:
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", encoding="utf-8")
    answer = ask("sensitivity", BASELINE, *options)
    assert (answer.code, answer.out, answer.err) == (2, "", f"{message}\n")
    assert [one.name for one in Path().rglob("*")] == ["full", "mine.txt"]

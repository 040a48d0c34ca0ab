"""The spans of the flagship case resolve, and no quotation from the news texts is in the repository."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sources.documents import read_document
from sources.verify import verify

REPOSITORY = Path(__file__).parents[2]
CASE = REPOSITORY / "scenarios" / "kosovo-2007"
FOLDER = REPOSITORY.parent / "shared" / "documents"
ABSENT = "the news texts belong to others and are not in the repository; looked for in ../shared/documents"
RUN = 6  # words in a row that a document has too: a quotation

# A name with its title, the title of a resolution, a list of states: there is no other way to write them, so
# each counts as one word, in the documents as in our files. Only those of five words or more matter.
NAMES = (
    "UN Security Council resolution 1244",
    "UN Secretary General Ban Ki-moon",
    "NATO Secretary General Jaap de Hoop Scheffer",
    "US Secretary of State Condoleezza Rice",
    "Belgian Foreign Minister Karel De Gucht",
    "Luxembourg's Foreign Minister Jean Asselborn",
    "Russian Foreign Minister Sergei Lavrov",
    "Serbian Prime Minister Vojislav Kostunica",
    "Swedish Foreign Minister Carl Bildt",
    "Britain, France, Germany and Italy",
)
SUFFIXES = {".css", ".html", ".j2", ".jinja", ".js", ".json", ".md", ".py", ".toml", ".txt", ".yaml", ".yml"}


def read_yaml(name: str) -> dict[str, Any]:
    return yaml.safe_load((CASE / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def statements() -> dict[str, Any]:
    return read_yaml("statements.yaml")


@pytest.fixture(scope="module")
def documents() -> dict[str, Any]:
    return read_yaml("case.yaml")["documents"]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The news texts by the name of their file."""
    if not FOLDER.is_dir():
        pytest.skip(ABSENT)
    return {path.name: read_document(path).text for path in FOLDER.glob("*.txt")}


# ------------------------------------------------------------------------------------------------ the spans


def test_every_span_resolves(documents: dict[str, Any], statements: dict[str, Any]) -> None:
    if not FOLDER.is_dir():
        pytest.skip(ABSENT)
    assert verify(documents, statements, FOLDER) == []


def test_spans_begin_and_end_at_words(
    texts: dict[str, str], documents: dict[str, Any], statements: dict[str, Any]
) -> None:
    for name, entry in statements.items():
        text = texts[documents[entry["document"]]["file"]]
        span = text[entry["start"] : entry["end"]]
        assert span == span.strip(), name
        for at in (entry["start"], entry["end"]):
            around = text[max(at - 1, 0) : at + 1]
            assert not (len(around) == 2 and around.isalnum()), f"{name} cuts a word at {at}"


def test_every_document_is_coded(documents: dict[str, Any], statements: dict[str, Any]) -> None:
    assert {entry["document"] for entry in statements.values()} == set(documents)


def test_statements_stand_in_the_order_of_their_document_without_gaps(statements: dict[str, Any]) -> None:
    places: dict[str, list[tuple[int, int]]] = {}
    for name, entry in statements.items():
        prefix, number = name.rsplit("-", 1)
        places.setdefault(prefix, []).append((entry["start"], entry["end"]))
        assert int(number) == len(places[prefix]), name
    for prefix, spans in places.items():
        assert spans == sorted(spans), prefix


def test_no_statement_is_entered_twice(statements: dict[str, Any]) -> None:
    keys = [(e["document"], e["start"], e["end"], e["actor"], e["issue"]) for e in statements.values()]
    assert len(keys) == len(set(keys))


# --------------------------------------------------------------------------------------------- no quotation


def plain(text: str) -> str:
    """The words of a text in lower case, one blank between them."""
    return " ".join(re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'")))


def runs(text: str) -> set[str]:
    """Every run of RUN words of a text, each of NAMES taken as one word."""
    text = plain(text)
    for name in map(plain, NAMES):
        text = text.replace(name, name.replace(" ", "_"))
    words = text.split()
    return {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_a_quotation_is_noticed_across_lines_and_marks() -> None:
    source = "The delegates from the north will not sign anything before the spring."
    assert runs(source) & runs("# say they,\n#   from the north: Will not\n#   sign")


def test_fewer_words_and_names_are_no_quotation() -> None:
    source = "NATO Secretary General Jaap de Hoop Scheffer will come from the north."
    assert not runs(source) & runs("the visit of Nato Secretary General Jaap de Hoop Scheffer will come late")


def test_no_statement_quotes_a_document(texts: dict[str, str], statements: dict[str, Any]) -> None:
    quotations = set().union(*map(runs, texts.values()))
    for name, entry in statements.items():
        for field in ("speaker", "paraphrase", "note"):
            assert not quotations & runs(entry.get(field, "")), f"{name}.{field}"


def test_no_file_of_the_repository_quotes_a_document(texts: dict[str, str]) -> None:
    quotations = set().union(*map(runs, texts.values()))
    quoting = {
        str(path.relative_to(REPOSITORY)): len(shared)
        for path in files_of_the_repository()
        if (shared := quotations & runs(path.read_text(encoding="utf-8")))
    }
    assert quoting == {}, f"runs of {RUN} words that the news texts have too, by file"


def files_of_the_repository() -> list[Path]:
    """Text files that are tracked or about to be: a quotation is to be found before it is committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: which files belong to the repository is not known")
    paths = [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.suffix in SUFFIXES and path.is_file()]

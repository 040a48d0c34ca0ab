"""Writing: values as YAML that the reader of cases takes for the same values."""

from typing import Any

import yaml

from scenarios.nodes import resolve_plain

LARGEST_WHOLE = 10**15
"""Up to here every whole number is one as a float too."""


class _Writer(yaml.SafeDumper):
    """Writes what `scenarios.nodes` reads, which means other things by some words than YAML 1.1 does."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Whether a value that stands twice is written twice: always, since aliases are refused."""
        return True

    def text(self, got: str) -> yaml.ScalarNode:
        """A text, in quotes also where only the reader would take it for a number, as 1e3."""
        style = None if isinstance(resolve_plain(got), str) else "'"
        return self.represent_scalar("tag:yaml.org,2002:str", got, style=style)

    def number(self, got: float) -> yaml.ScalarNode:
        """A number, without a point if it is whole, as one writes by hand."""
        whole = got.is_integer() and abs(got) < LARGEST_WHOLE
        node: yaml.ScalarNode = self.represent_int(int(got)) if whole else self.represent_float(got)
        return node


_Writer.add_representer(str, _Writer.text)
_Writer.add_representer(float, _Writer.number)


def written(value: Any, *, width: int = 100, flow: bool = False) -> str:
    """A value as YAML, keys in their order; flow : in brackets, as in one line."""
    text: str = yaml.dump(
        value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=width, default_flow_style=flow
    )
    return text

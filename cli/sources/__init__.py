"""`parley sources`: from documents to coded positions, one file per command."""

from types import ModuleType

import typer

from cli.epilog import epilog
from cli.sources import adopt, agree, convert, positions, read, review, suggest, verify

MODULES: tuple[ModuleType, ...] = (read, suggest, review, adopt, agree, positions, verify, convert)
"""In the order of the work."""

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Code documents: from what is said in them to positions.",
)
for module in MODULES:
    app.command(epilog=epilog(module.EXAMPLES))(getattr(module, module.__name__.rpartition(".")[2]))

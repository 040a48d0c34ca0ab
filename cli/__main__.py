"""`python -m cli` is `parley`, for where the command is not on the path."""

from cli.main import app

app(prog_name="parley")

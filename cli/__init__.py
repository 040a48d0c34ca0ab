"""How it is asked: the command `parley`, one file per command."""

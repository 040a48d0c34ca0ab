"""What stands at the foot of a command's help: its examples."""


def epilog(examples: tuple[str, ...]) -> str:
    """The examples; the backspace keeps each on a line of its own."""
    return "\b\n" + "\n".join(("Examples:", *(f"  {line}" for line in examples)))

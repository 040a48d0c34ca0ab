"""Compiled rules of the protocols whose cost grows with the cube of the actors, or faster.

Imported only when such a protocol is run: numba takes its time to load. Each kernel takes a block of runs and
treats every run by itself, so that a run has the same bits alone and in a block. The same rules written for
reading stand in tests/oracles/, and tests hold the two together.
"""

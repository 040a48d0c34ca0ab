"""Compiled loops: ties, places, log rates, quantiles, numpy's draws, and the protocols that cost most.

Each kernel takes a block of runs and treats every run by itself, in the same order whoever its neighbours
are, so that a run has the same bits alone and in a block.  What it reckons and why is said by the rule that
calls it.  The same for reading stands in tests/oracles/ and benchmarks/plain/; tests hold them together.
"""

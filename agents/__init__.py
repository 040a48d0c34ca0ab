"""Who the actors are and how they choose: pure rules on arrays, and the Mesa agent at the edge.

The last axis of every array is actors; anything before it is runs.  A rule is written as for one run,
``rule(state, cast, draw) -> Change``: it reads the old state and returns what changes.
"""

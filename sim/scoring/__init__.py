"""Scoring: what a forecast said, held against what happened. The only room that asks for history."""

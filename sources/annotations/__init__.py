"""Codings in formats of other programs, out and back: W3C, brat, Discourse Network Analyzer."""

"""Runs on disk: the run folder and its files, the catalogue of folders, queries and exports."""

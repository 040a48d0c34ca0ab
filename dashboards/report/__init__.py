"""The report: one HTML file that holds everything and works from a disk without a network.

from dashboards import report
report.write(results, "un-veto.html")
"""

from dashboards.report.build import render, write

__all__ = ["render", "write"]

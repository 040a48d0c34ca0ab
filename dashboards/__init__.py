"""What is seen: figures and the one-file report (the live app draws the same figures).

    from dashboards import figures, report
    figures.draw(results)            # {"positions": [Chart, ...], "map": [...], ...}
    report.write(results, "un-veto.html")

Importing this package imports neither plotly nor a browser; figures are plain dictionaries in plotly's form.
"""

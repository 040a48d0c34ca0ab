"""How a run goes, and many; `sim.week` lists the steps of one week, open it first.

`studies` asks many runs one question, `work` shares them out, `store` keeps them.
"""

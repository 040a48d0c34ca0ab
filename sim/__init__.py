"""How a run goes: weeks, ensembles, results; `sim.week` lists the steps of one week, open it first."""

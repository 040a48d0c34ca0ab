"""How a run goes: weeks, ensembles, results; `sim.week` lists the steps of one week and is the file to open first."""

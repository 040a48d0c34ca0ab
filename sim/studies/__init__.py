"""Many runs for one question: comparisons, sweeps, sensitivity, levers; `study` runs what they ask."""

"""Two small data sets that `bargain` is tried on."""

EMISSIONS = """\
Actor,Capability,Position,Salience
Netherlands,0.08,4,0.8
Belgium,0.08,7,0.4
Luxembourg,0.03,4,0.2
Germany,0.16,4,0.8
France,0.16,10,0.6
Italy,0.16,10,0.6
UK,0.16,10,0.9
Ireland,0.05,7,0.1
Denmark,0.05,4,1
Greece,0.08,7,0.7
"""
"""How soon emission standards apply, in years: Scholz, Calbert & Smith 2011, table 1."""

HARBOUR = """\
Actor,Issue,Capability,Position,Salience
Port,dues,3,20,0.9
Town,dues,2,85,0.4
Mill,dues,1,60,0.7
Farm,dues,2,45,0.2
Port,hours,3,70,0.3
Town,hours,2,10,0.8
Farm,hours,2,35,0.6
"""

"""The live dashboard: scenarios explored in a browser, served from this machine."""

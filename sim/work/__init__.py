"""Who does the work and what is kept of it meanwhile: processes, clusters, finished parts."""

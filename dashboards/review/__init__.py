"""The page on which documents are coded: served from this machine, or as one file that works offline."""

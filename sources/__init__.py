"""From documents to coded positions: reading texts, and checking that what was coded from them still fits."""

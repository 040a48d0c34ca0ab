"""How far coders agree: passages matched, Krippendorff's alpha, and where they differ."""

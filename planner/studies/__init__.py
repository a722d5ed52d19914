"""Questions asked about plans: explanations, alternatives, fronts, curves, stress, comparisons."""

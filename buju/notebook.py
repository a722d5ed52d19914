"""What notebooks use beside ``buju`` itself: their language, measures of the ecosystem, tables and pages.

Needs the extra ``notebooks``. What does not live here: what is shown and counted (``planner.notebook``, ``graph``).
"""

from __future__ import annotations

from buju.speech import spoken
from graph.assessment.assessment import assess
from graph.base.words import Lang
from graph.measures.collaboration import joined_pairs
from graph.measures.coverage import active_centres, depth, prerequisite_gaps
from loaders.sources.reviewing import Review, write_sample
from planner import notebook as shown_there
from planner.notebook import *  # noqa: F403 - it says itself what it shows
from planner.studies.compare import compare

LANG: Lang = spoken()
"""The language in which a notebook opens."""

__all__ = ["LANG", "Review", "active_centres", "assess", "compare", "depth", "joined_pairs", "prerequisite_gaps"]
__all__ += ["write_sample"]
__all__ += shown_there.__all__

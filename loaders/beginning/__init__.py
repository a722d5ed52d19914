"""A dataset begun from a bureau's own workbook: its sheets and columns are matched, its names become ids.

What does not live here: reading the workbook (``loaders.readers``), and what the tables must say (``loaders.tables``).
"""

from loaders.beginning.begun import Begun, begin
from loaders.beginning.questions import Answers, Question

__all__ = ["Answers", "Begun", "Question", "begin"]

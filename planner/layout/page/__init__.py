"""The page: one HTML file that holds everything and loads nothing.

Figures are SVG and tables made here, so the page works without scripts, in print and on paper; the script only links
selections and switches language and theme. What does not live here: other forms of export.
"""

from planner.layout.page.document import page_bytes

__all__ = ["page_bytes"]

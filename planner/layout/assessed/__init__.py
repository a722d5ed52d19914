"""An assessment laid out: its regions as a figure, and a page, also where nothing is planned.

What does not live here: what is measured (``graph.assessment``) and the layout of a plan.
"""

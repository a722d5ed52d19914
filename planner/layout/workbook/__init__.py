"""The workbook: the layout as sheets, with native charts."""

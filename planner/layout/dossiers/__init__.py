"""An evaluation laid out: one dossier a centre (建设任务书), the yearly report, tables. No expert is named."""

"""The assessment of an ecosystem: indicators, findings in sentences, lists."""

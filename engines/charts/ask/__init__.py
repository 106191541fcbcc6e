"""What is asked of a chart: its facts as sheets, binders for the families, words for their slots."""

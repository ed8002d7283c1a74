"""Golden files of the report formats, and the invented reports they are made of."""

"""How much of the edits of made-up worlds the agenda sees, beside other policies and the oracle."""

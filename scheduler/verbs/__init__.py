"""One file a verb: the docstring opens with its help line; `configure` and `run` do the rest."""

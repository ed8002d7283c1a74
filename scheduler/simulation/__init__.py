"""A made-up press on which policies of re-visiting are compared: nothing is fetched or kept."""

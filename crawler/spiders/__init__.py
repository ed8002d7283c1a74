"""The spiders: one file for each way to name what is to be fetched."""

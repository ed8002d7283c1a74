"""What a page says: spiders, sites, seeds, pipelines and the store."""

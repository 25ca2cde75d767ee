"""Random lives beside a model: job life, change feed, races, through every door at once."""

"""The random lives and the races by the names that reports know them by."""

JOBS = "any life of jobs, through every door at once"
IN_JEOPARDY = "any life in jeopardy, while the clock moves"
IN_PAGES = "any following of a feed in pages, while things change"
RECORDS = "any life of records, through every door at once"
NOTICES = "any life of notifications"
CANCELS_AT_ONCE = "one job cancelled by many at once"
FEED_WHILE_WRITTEN = "a feed that is read while it is written"

# What happens in them at the same time does not go wrong each time.
RACES = (CANCELS_AT_ONCE, FEED_WHILE_WRITTEN)

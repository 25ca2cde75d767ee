"""The Scheduling system itself: work items, units, the change feed, cancels; it knows no XML, HTTP or JSON."""

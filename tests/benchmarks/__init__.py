"""What a call costs, beside a floor in the same run; `make bench` runs it, no test does."""

"""Parity: the same calls to two Scheduling systems, and what differs in their answers, by the clauses that govern it."""

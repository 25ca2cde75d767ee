"""Faults to order: a plan of rules that make calls slow, refused, faulty or broken, the same ones for the same seed."""

from emulator.faults.fault import Cut, Drip, Fault
from emulator.faults.faults import Faults, Struck
from emulator.faults.rule import OPERATIONS, Asked, FaultRule, FieldIs, Plan

__all__ = ["OPERATIONS", "Asked", "Cut", "Drip", "Fault", "FaultRule", "Faults", "FieldIs", "Plan", "Struck"]

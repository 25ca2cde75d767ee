"""Faults are used up in order, each by the calls it is meant for."""

from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

from emulator.faults import OPERATIONS, Fault, FaultRule, Faults

WSDL = Path(__file__).parents[3] / "openapi" / "scheduling.wsdl"


def rule(code: int, *, operation: str | None = None, count: int = 1) -> FaultRule:
    return FaultRule(operation=operation, count=count, fault=Fault(code=code))


def taken(faults: Faults, *operations: str | None) -> list[int | None]:
    found = [faults.take(operation) for operation in operations]
    return [fault.code if fault else None for fault in found]


def test_without_rules_nothing_happens():
    assert taken(Faults(), "CancelJob", None) == [None, None]


def test_rules_are_used_in_their_order_and_once_unless_a_count_is_given():
    faults = Faults()
    faults.put([rule(1), rule(2, count=2), rule(3)])

    assert taken(faults, *["CancelJob"] * 5) == [1, 2, 2, 3, None]


def test_a_rule_for_one_operation_waits_for_it():
    faults = Faults()
    faults.put([rule(1, operation="Login"), rule(2)])

    assert taken(faults, "CancelJob", "CancelJob", "Login") == [2, None, 1]


def test_a_call_without_an_operation_is_matched_by_rules_for_any():
    faults = Faults()
    faults.put([rule(1, operation="Login"), rule(2)])

    assert taken(faults, None) == [2]


def test_the_rules_show_what_is_left_of_them():
    faults = Faults()
    faults.put([rule(1, count=3), rule(2, operation="Quit")])

    faults.take("Login")

    assert [state.left for state in faults.state()] == [2, 1]


def test_new_rules_take_the_place_of_all_others():
    faults = Faults()
    faults.put([rule(1)])

    faults.put([rule(2)])

    assert taken(faults, "Quit", "Quit") == [2, None]


def test_no_count_is_used_twice_by_calls_at_once():
    faults = Faults()
    faults.put([rule(1, count=1000)])
    found: list[int | None] = []

    threads = [Thread(target=lambda: found.extend(taken(faults, *["Quit"] * 400))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found.count(1) == 1000
    (state,) = faults.state()
    assert (state.struck, state.left) == (1000, 0)


def test_the_operations_are_those_of_the_wsdl():
    operations = ElementTree.parse(WSDL).iterfind("{*}portType/{*}operation")

    assert {operation.get("name") for operation in operations} == set(OPERATIONS)

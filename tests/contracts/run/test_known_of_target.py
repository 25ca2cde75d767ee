"""What a run knows of whom it judges before it begins."""

from contracts.document import load
from contracts.run.budget import Budget
from contracts.run.choices import Choices
from contracts.run.events import RunContext
from contracts.run.known_of_target import codes_of, in_force
from contracts.target import NotPossible
from tests.contracts.run.tampered import Tampered

DOCUMENT = load("servicebroker")


class Telling(Tampered):
    """A target whose emulator tells of its own settings, which are not those of the facade before it."""

    def __init__(self, told):
        super().__init__()
        self._told = told

    def control(self, method, path, body=None):
        if isinstance(self._told, Exception):
            raise self._told
        return self._told if path == "/assumptions" else super().control(method, path, body)


def known(told, choices=None):
    context = RunContext(target=Telling(told), documents=(DOCUMENT,), seed=1, budget=Budget(None))
    return in_force(context, choices or Choices())


def row(setting, value):
    return {"clause": "X", "says": "x", "setting": setting, "default": value, "value": value}


def test_what_the_document_holds_the_facade_to_counts_more_than_what_the_emulator_tells_of_its_own():
    found = known([row("error_status", 400), row("profile", "strict"), row(None, None), row("err_notes", True)])

    assert (found["error_status"], found["profile"], found["err_notes"]) == ("200", "strict", "true")


def test_what_was_chosen_counts_most():
    assert known([row("tz_GCJAPI", "6")], Choices(settings={"tz_GCJAPI": "7"}))["tz_GCJAPI"] == "7"


def test_a_target_that_tells_nothing_is_known_by_its_documents():
    for told in (NotPossible("there is no control API"), None, {"not": "a list"}, ["not a row"]):
        assert known(told)["validation"] == "pass-through"
        assert "profile" not in known(told)


def test_the_codes_of_a_soap_operation_are_those_of_all_documents_by_number():
    assert codes_of((DOCUMENT,)) == {"CancelJob": ("0", "1"), "GetChangedWorkItems": ("0", "80", "278", "281", "504")}
    assert codes_of(()) == {}

"""Which SOAP calls a request must cause, message by message, by what is known of the facade's records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.document import Operation, Property, TextKind
from contracts.expected.findings import ANYTHING, ExpectedMessage, Sent
from contracts.expected.soap import Message

# What a request calls a record, and what the SOAP side calls it: the records that were made for a request.
Made = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCall:
    """A message that may be sent, or must: that of a record which is known to be there."""

    sent: tuple[Sent, ...]
    must: bool


def expected_calls(operation: Operation, demanded: ExpectedMessage, made: Made | None) -> tuple[ExpectedCall, ...] | None:
    """Give the calls in their order; None where the facade selects by its own records, so that there may be any number."""
    sent = [*(_by_record(operation, each, made) for each in demanded.sent), *_defaults(operation, demanded)]
    if operation.calls_accepted != "each":
        return (ExpectedCall(sent=tuple(sent), must=True),)
    entries = dict.fromkeys(each.entry for each in sent if each.entry is not None)
    if not entries and not any(prop.required for prop in _listing(operation)):
        return None
    return tuple(
        ExpectedCall(
            sent=tuple(each for each in sent if each.entry in (None, entry)),
            must=not operation.named or any(_is_made(operation, each, made) for each in sent if each.entry == entry),
        )
        for entry in entries
    )


def selected_call(operation: Operation, demanded: ExpectedMessage) -> tuple[Sent, ...]:
    """Give what a message holds for a record that the facade selected itself: what names it can be anything."""
    naming = operation.naming("job") or next((prop for prop in operation.named if prop.soap_element), None)
    sent = [*demanded.sent, *_defaults(operation, demanded)]
    if naming is None:
        return tuple(sent)
    return (_anything(naming), *sent)


def matched(
    operation: Operation, calls: Sequence[ExpectedCall], messages: Sequence[Message]
) -> list[tuple[Message, tuple[Sent, ...]]]:
    """Put each message beside the call it is: the one that names the same record, else the next in order."""
    if operation.calls_accepted != "each":
        return list(zip(messages, (call.sent for call in calls), strict=False))
    left, found = list(calls), []
    for message in messages:
        call = next((each for each in left if _names_the_same(each, message)), None)
        if call is not None:
            left.remove(call)
            found.append((message, call.sent))
    return found


def _listing(operation: Operation) -> list[Property]:
    """Give the lists whose entries go into SOAP, one each."""
    found = operation.request.walk() if operation.request is not None else ()
    return [
        prop for prop in found if prop.items is not None and any(each.soap_element for each in (prop.items, *prop.items.walk()))
    ]


def _names_the_same(call: ExpectedCall, message: Message) -> bool:
    naming = [each for each in call.sent if each.entry is not None]
    if not naming:
        return True
    text = message.element.first(naming[0].path)
    return text is not None and (naming[0].text or str(naming[0].value)) in (text.text, ANYTHING)


def _is_made(operation: Operation, sent: Sent, made: Made | None) -> bool:
    return made is not None and sent.property in operation.named and str(sent.value) in made


def _by_record(operation: Operation, sent: Sent, made: Made | None) -> Sent:
    """Say what the SOAP side calls a record that the request calls something else."""
    if sent.property not in operation.named:
        return sent
    if made is not None and str(sent.value) in made:
        return replace(sent, text=made[str(sent.value)])
    return replace(sent, text=ANYTHING) if sent.property.text.kind is TextKind.RECORD else sent


def _defaults(operation: Operation, demanded: ExpectedMessage) -> list[Sent]:
    brought = {each.path for each in demanded.sent}
    root = operation.request
    return [
        Sent(path=path, property=root, value=text, clauses=operation.clauses, text=text)
        for path, text in operation.soap_default.items()
        if root is not None and path not in brought
    ]


def _anything(prop: Property) -> Sent:
    return Sent(path=prop.soap_element, property=prop, value="", clauses=prop.clauses_of("element"), text=ANYTHING)

"""An OpenAPI document as far as the harness reads it; what its x- keys mean is told here.

``x-soap-operation`` on an operation and ``x-soap-element`` on its parameters and properties are all that a first document
needs. What it does not say of the SOAP messages comes from the WSDL: roots, namespace, login, order, where a result is. What it
names no clause for counts under the clauses of any document (DOC-...).

On the document:

    x-settings           how the facade is set up, where that changes what is right: name: {default, values}
    x-soap-namespace     the namespace of the SOAP messages' root elements; their children are in none
    x-soap-login         the elements that come first in each SOAP message, filled from the setting ``login`` (a:b:c)
    x-soap-result        where a SOAP reply says how the call ended: {type, code}, and clauses for OK, Warning and Error
    x-refusal            what shows that the SOAP side refused: {at, accepts, status, code, clauses}: the place in the answer
                         and its value when accepted (without it a status below 400), a refusal's status, or a map of codes
                         to statuses and ``default``, the place of its code; "{name}" is a setting's value
    x-own-refusal        where the facade says what it refused itself: {status, code, message, clauses}; status is 400 unless
                         it says another, or a list
    x-http-rules         {prefix, media-type, clauses}: which paths are the facade's, and the one media type it reads; without
                         it what is wrong outside parameters and body is not judged
    x-pass-through       {clauses}: what promises that an accepted request is passed on, once and with nothing added
    x-upstream-failures  what the facade answers when the SOAP side fails, a {status, code} for each way; clauses
    x-tables             named tables for x-soap-text: {table: name}

On an operation:

    x-soap-operation     the SOAP operation that it causes;  x-soap-messages {request, reply} names the messages' roots
    x-soap-calls         {accepted, refused}: how many SOAP calls: one, each, none
    x-codes              the Scheduling codes that it can answer, each with the clauses that say so
    x-continue           {from, as, items, id, clauses}: the answer's value at ``from`` is sent as the property ``as`` (?name
                         for one in the query) to get what comes next, until the list at ``items``, whose entries have an
                         ``id``, is empty
    x-notices            {version, rows, row, id, item, created, after, most, only, days, clauses}: it tells of what changed.
                         The answer's next ``version`` and its ``rows``; in a row its version (``row``), the ``id`` of what
                         changed, the ``item`` itself, and when the row was ``created``. The parameters that ask for what came
                         ``after`` a version, for so many rows at ``most``, and of one item ``only``. How many ``days`` it is
                         kept; a "{name}" is a setting's value
    x-callers            {known: {property: value}, when, otherwise, clauses}: who may call, by the values of properties of the
                         body, "{name}" a setting's; anybody else gets the status ``otherwise``, as all do unless ``when`` holds
    x-answer             on an example of a request: {status, code} that it gets in the scenario that the emulator starts with

Parameters are read as properties are, in path, query and headers; the keys of a property may stand at the parameter or in its
schema. An integer is its decimal digits, a boolean true or false. A value that is wrong gets 400; unknown names are ignored.

On a security scheme:

    x-credentials        {header, value, required-when, obtain}: the header that carries the credentials, with the setting
                         ``token`` in its value, when the facade asks for it, and how such a token is got where it is not
                         given: the answer's value ``at`` a place, from an ``operation`` that is sent a ``body``

On a property of a request:

    x-soap-element       the path, under the SOAP message's root, of the element that carries the value, and only it
    x-soap-text          how the value is written where that is not obvious: digits, {cut: n}, {enum: {json: soap}},
                         {table: name}
    x-missing, x-empty, x-too-long
                         what a missing, an empty or a too long value gets: refused, sent, absent (nothing is sent), not-found,
                         or "code: n" (it is passed on and Scheduling answers n). Null, where the type admits it, is missing
    x-other-types        what a value of another JSON type gets: refused (default) or json-text (sent as its JSON text)
    x-reads              {pattern, otherwise}: what the text that is sent must read as; otherwise Scheduling answers "code: n"
    x-names              what of the SOAP side's the value names: job or unit (by default what becomes jobID names a job, FRUID
                         a unit); such a one can be made before a request
    x-unknown            codes that a value which is right in form, but not known to Scheduling, can get
    x-older-spelling-of  the property that this one is another name of, and which wins when both are there
    x-dropped            true: accepted, and never sent

On a property of an answer:

    x-soap-element       the element of the SOAP reply that the value comes from; without it, the property is not there
    x-soap-text          how the element's text is read: plain, utc (a local time, in the setting scheduling_zone),
                         names (of its children, joined by a comma), {enum: {soap: json}}, {table: name}
    x-soap-absent        the value where the reply has no such element
    x-echo               the property of the request whose value it repeats
    x-never              true: it must not be there

Everywhere: ``x-clauses``, the clauses kept here, and ``x-when``, a map of conditions (``setting=value``, ``version<11.3``) to
the keys that are different under them. On a request's property x-clauses may be a map, for what is promised apart: element (the
value arrives in its element), length (missing, empty, too long), type (JSON type, range), null, characters.
"""

from contracts.document.access import Callers, Credentials, Obtaining
from contracts.document.against_wsdl import check_against_wsdl
from contracts.document.model import (
    Answer,
    Carrier,
    Document,
    Example,
    Operation,
    Outcome,
    OutcomeKind,
    Property,
    Reads,
    Text,
    TextKind,
    UpstreamFailure,
    Variant,
    Where,
)
from contracts.document.reading import load
from contracts.document.source import DocumentError, find, names

__all__ = [
    "Answer",
    "Callers",
    "Carrier",
    "Credentials",
    "Document",
    "DocumentError",
    "Example",
    "Obtaining",
    "Operation",
    "Outcome",
    "OutcomeKind",
    "Property",
    "Reads",
    "Text",
    "TextKind",
    "UpstreamFailure",
    "Variant",
    "Where",
    "check_against_wsdl",
    "find",
    "load",
    "names",
]

"""An OpenAPI document as far as the harness reads it; what its x- keys mean is told here.

``x-soap-operation`` on an operation and ``x-soap-element`` on its parameters and properties are all that a first document
needs. What it does not say of the SOAP messages comes from the WSDL: roots, namespace, login, order, where a result is. What it
names no clause for counts under the clauses of any document (DOC-...).

On the document:

    x-settings           how the facade is set up, where that changes what is right: name: {default, values}
    x-soap-namespace     the namespace of the SOAP messages' root elements; their children are in none
    x-soap-login         the elements that come first in each SOAP message, filled from the setting ``login`` (a:b:c)
    x-soap-result        where a SOAP reply says how the call ended: {type, code}, and clauses for OK, Warning and Error
    x-refusal            what shows that the SOAP side refused: {at, accepts, statuses, status, code, codes, clauses}: the
                         place in the answer and its value when accepted (without it a status below 400, and none of
                         ``statuses``), a refusal's status, or a map of SOAP codes to statuses and ``default``, the place of
                         the SOAP code; where answers have none, ``codes`` maps SOAP codes (and ``default``) to the facade's
                         own, at the place of x-own-refusal; "{name}" is a setting's value
    x-own-refusal        where the facade says what it refused itself: {status, code, says, message, not-found, clauses};
                         status is 400 unless it says another, or a list; code is a place, ``says`` the code that stands there
                         for what breaks a rule; message is a place, or a list of them, one of which names the property
                         (``error.details[].target``); not-found {status, code} is for what names nothing that could be there
    x-http-rules         {prefix, media-type, order, refused, clauses}: which paths are the facade's, and the one media type
                         it reads (``any``: it does not look); what is looked at in which order, [path, method, credentials,
                         type, size, json] unless it says another, in which ``?name`` is a parameter of the query,
                         ``signed-size`` the size of any body that has to be read for its signature, and at whose end
                         ``values, records`` says that values are looked at before what the facade's own records hold; and
                         what each but these and credentials gets, a {status, code} by its word. Without this key what is
                         wrong outside parameters and body is not judged
    x-pass-through       {clauses}: what promises that an accepted request is passed on, once and with nothing added
    x-upstream-failures  what the facade answers when the SOAP side fails, a {status, code} for each way; clauses; and
                         ``reason: false`` where a fault's reason is not told
    x-characters         refused: any text of a request is refused that has characters which XML cannot carry
    x-tables             named tables for x-soap-text: {table: name}

On an operation:

    x-soap-operation     the SOAP operation that it causes;  x-soap-messages {request, reply} names the messages' roots
    x-soap-calls         {accepted, refused}: how many SOAP calls: one, each (one for each entry of a list; with x-needs for
                         each record that the entries name, and without entries for what the facade selects), none
    x-soap-default       {element: value}: what is sent in elements that no property brings; "{name}" is a setting's value
    x-needs              {operation, body, as, id, chosen, soap}: a record that another operation makes first, from its least
                         request and ``body``. ``as`` is the property that names it, ``id`` the place in the maker's answer
                         where its name is, or ``as`` is a map of such properties to such places (``{job.number:
                         data.number}``, ``{orderIds[]: orderIds.0}``, ``{?job: "number={data.number}"}`` for a name with a
                         place in it); where the caller chooses names, ``chosen`` is the maker's property for it. ``soap`` is
                         the place of the record's name on the SOAP side where that is another. An example of such a property
                         stands for a record that does not exist yet
    x-records            {name: {status, code, clauses, soap}}: how the operation refuses, without a SOAP call, for what the
                         facade's own records hold: ``unknown`` (nothing is there), ``again`` (what a request that did its
                         work gets when it is sent once more; without it that is accepted), and others by any name;
                         ``soap: true`` where the SOAP side is asked first, since it may know what the facade does not. An
                         ``again`` below 400 is no refusal, and makes no SOAP call either
    x-credentials        {refused}: what one gets here who shows no credentials or wrong ones, where the scheme says otherwise
    x-ended              {at, is, clauses}: what an operation that shows a record says of one whose job is cancelled, through
                         whichever door: the value at a place of the answer; without them the record is ``unknown``
    x-codes              the Scheduling codes that it can answer, each with the clauses that say so
    x-continue           {from, as, items, id, most, clauses}: the answer's value at ``from`` is sent as the property ``as``
                         (?name for one in the query) to get what comes next, until the list at ``items``, whose entries have
                         an ``id``, is empty. Without ``as`` what is at ``from`` is the URL of what comes next, if there is
                         any; without ``from`` the number of entries that were seen is sent. ``most`` is the
                         property that says how many entries an answer has at most
    x-notices            {version, rows, row, id, item, created, after, most, only, days, clauses}: it tells of what changed.
                         The answer's next ``version`` and its ``rows``; in a row its version (``row``), the ``id`` of what
                         changed, the ``item`` itself, and when the row was ``created``. The parameters that ask for what came
                         ``after`` a version, for so many rows at ``most``, and of one item ``only``. How many ``days`` it is
                         kept; a "{name}" is a setting's value
    x-callers            {known: {property: value}, when, otherwise, clauses}: who may call, by the values of properties of
                         the body, "{name}" a setting's, a list any of several (null: it is not there); anybody else gets the
                         status ``otherwise``, as all do unless ``when`` holds
    x-answer             on an example of a request: {status, code} that it gets in the scenario that the emulator starts with

Parameters are read as properties are, in path, query and headers; the keys of a property may stand at the parameter or in its
schema. An integer is its decimal digits, a boolean true or false. A value that is wrong gets 400; unknown names are ignored.
The answer ``default`` is the one of every status from 400 on that is not told by itself.

On a security scheme:

    x-credentials        {header, body, query, value, basic, required-when, obtain, sign, release, expires, refused, set-up}:
                         where the credentials stand: in a header, a member of the JSON body, a parameter of the query, the
                         first that a request has; ``value`` with a setting in it (usually ``token``), or ``basic`` with
                         "user:password" for HTTP Basic; when the facade asks for them. ``obtain`` {operation, body, at}: a
                         token that is not given is the answer's value at a place (``Name:`` is a header). ``sign`` {scheme,
                         key, skew}: the scheme is hmac-sha256 (verb, path and query; x-ms-date, host, x-ms-content-sha256),
                         the key in base64, skew the seconds the clocks may be apart. ``release`` names the operation that
                         ends a token, ``expires`` when it ends: {seconds} after it was issued, or {idle} seconds after its
                         last use. What one gets who shows none or a wrong one: ``refused`` {status, code} (401), or {missing,
                         wrong} apart; an empty one is as none, and for HTTP Basic so is all that is no user:password in base64
                         after the word Basic. ``set-up`` has the settings of the emulator under which they are asked for,
                         where they are not by default. An operation's own ``security`` names the scheme; what carries its
                         credentials is none of its properties

On a property of a request:

    x-soap-element       the path, under the SOAP message's root, of the element that carries the value, and only it
    x-soap-text          how the value is written where that is not obvious: digits, {cut: n}, {enum: {json: soap}}, {table:
                         name, unlisted, most}, where what is not in the table is sent (as it is, by default), absent,
                         refused, or ``digits``: sent if it is decimal digits up to ``most``, else absent; record: what the
                         record that it names is called there
    x-soap-beside        {element: value}: sent beside its own element, unless another property brings that; a value is one
                         for all ("{name}" a setting's), or {table: name} for one by the property's value
    x-missing, x-empty, x-too-long what a missing, an empty or a too long value gets: refused, sent, absent (nothing is sent),
                         not-found, or "code: n" (it is passed on and Scheduling answers n); a missing one also record: what
                         the facade's record has already stands for it, and without that it is refused. Null, where the type
                         admits it, is missing
    x-characters         what characters that XML cannot carry get, where the value goes into SOAP or this key is there:
                         refused (default) or not-found; of a list's entry that is
                         not found nothing is sent, and the others are
    x-sendable           {maxLength, otherwise}: the length that the SOAP side can have, where that is not maxLength, and what
                         a longer value gets: refused (default) or not-found
    x-refused            how the facade refuses it, where that is not as any other: {status, code}, or a map of rules
                         (missing, null, empty, type, choice, pattern, range, too long, characters, unlisted, alternatives,
                         unique, entries, otherwise) to such
    x-other-types        what a value of another JSON type gets: refused (default) or json-text (sent as its JSON text)
    x-reads              {pattern, otherwise}: what the text that is sent must read as; otherwise Scheduling answers "code: n"
    x-names              what of the SOAP side's the value names: job or unit (by default what becomes jobID names a job,
                         FRUID a unit); such a one can be made before a request
    x-unknown            codes that a value which is right in form, but not known to Scheduling, can get; or {status, code},
                         what the facade itself may answer to any value that is no example
    x-condition          {status, code}: the value says what a record must be like already (``If-Match``), and where that is
                         not so the request gets this; usual requests go without
    x-older-spelling-of  the property that this one is another name of, and which wins when both are there
    x-dropped            true: accepted, and never sent

A ``oneOf`` of nothing but ``required`` says of which properties of an object exactly one must be there, and a ``not`` of it
which must not all be there; ``properties`` beside it may say that null counts as absent (``{id: {type: string}}``). An ``if``
of one property's ``const`` with a ``then`` that requires is judged too. A schema beside ``{type: "null"}`` in an anyOf or oneOf
is itself, or null. uniqueItems, minItems and maxItems of a list are judged.

On a header of an answer:

    x-same-as            the place in the body whose value the header repeats

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

from contracts.document.access import (
    ANY_TOKEN,
    SIGNATURE,
    TOKEN,
    Callers,
    Credentials,
    Ending,
    Obtaining,
    Refused,
    Signing,
    token_called,
)
from contracts.document.against_wsdl import check_against_wsdl
from contracts.document.model import Answer, Document, Example, Operation, UpstreamFailure, Variant, Where
from contracts.document.property import Beside, Carrier, Outcome, OutcomeKind, Property, Reads, Text, TextKind, Unlisted
from contracts.document.reading import load
from contracts.document.records import Needs
from contracts.document.source import DocumentError, find, names

__all__ = [
    "ANY_TOKEN",
    "SIGNATURE",
    "TOKEN",
    "Answer",
    "Beside",
    "Callers",
    "Carrier",
    "Credentials",
    "Document",
    "DocumentError",
    "Ending",
    "Example",
    "Needs",
    "Obtaining",
    "Operation",
    "Outcome",
    "OutcomeKind",
    "Property",
    "Reads",
    "Refused",
    "Signing",
    "Text",
    "TextKind",
    "Unlisted",
    "UpstreamFailure",
    "Variant",
    "Where",
    "check_against_wsdl",
    "find",
    "load",
    "names",
    "token_called",
]

"""Mutants of how the SOAP side reads and writes XML (SCH-T-03, SCH-T-04, SCH-T-09 to SCH-T-12)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_parsed = partial(Mutant, module="emulator.soap_server.parsing")
_read = partial(Mutant, module="emulator.soap_server.reading")
_written = partial(Mutant, module="emulator.soap_server.writing")
_wired = partial(Mutant, module="emulator.soap_server.wire")
_kept = partial(Mutant, module="emulator.soap_server.work_item_texts")
_http = partial(Mutant, module="emulator.soap_server.http")

# fmt: off
MUTANTS = (
    _parsed(
        id="nesting-of-65", clauses=("SCH-T-10",), defect="a request may be nested 65 deep",
        old="DEEPEST = 64", new="DEEPEST = 65"),
    _parsed(
        id="nesting-of-63", clauses=("SCH-T-10",), defect="a request may be nested no deeper than 63",
        old="DEEPEST = 64", new="DEEPEST = 63"),
    _parsed(
        id="doctype-in-text-refused", clauses=("SCH-T-10", "SCH-T-11"), defect="a value that holds the letters <!DOCTYPE in CDATA is refused",
        old="        _refuse_document_type(body)\n", new="        raise _document_type()\n"),
    _parsed(
        id="utf-16-unread", clauses=("SCH-T-11",), defect="UTF-16 without a byte order mark is not read",
        old='_UNMARKED = ((b"<\\0", "utf-16-le"), (b"\\0<", "utf-16-be"))', new="_UNMARKED: tuple[tuple[bytes, str], ...] = ()"),
    _parsed(
        id="charset-of-the-type-ignored", clauses=("SCH-T-11", "SCH-T-08"), defect="the charset of the Content-Type is not looked at",
        old="    named = _CHARSET.search(content_type)\n", new="    named = _CHARSET.search('')\n"),
    _parsed(
        id="any-codec-is-a-charset", clauses=("SCH-T-08", "SCH-T-11"), defect="a charset such as idna, which only Python knows, is read",
        old='_NO_CHARSETS = ("", "idna", "punycode", "raw-unicode-escape", "unicode-escape")', new='_NO_CHARSETS = ("",)'),
    _parsed(
        id="comments-cut-texts", clauses=("SCH-T-11",), defect="a text that a comment breaks ends there",
        old="    remove_comments=True,", new="    remove_comments=False,"),
    _read(
        id="text-before-the-first-child-only", clauses=("SCH-T-11", "SCH-T-12"), defect="a text that an unknown child breaks ends there",
        old='    return (element.text or "") + "".join(child.tail or "" for child in element)\n', new='    return element.text or ""\n'),
    _read(
        id="texts-trimmed", clauses=("SCH-T-11",), defect="texts lose the white space at their ends",
        old='        return element.text or ""\n    #', new='        return (element.text or "").strip()\n    #'),
    _read(
        id="last-of-repeated-children", clauses=("SCH-T-12",), defect="of a repeated child the last counts",
        old="            elif row[0] not in children:\n", new="            else:\n"),
    _read(
        id="nil-is-empty", clauses=("SCH-T-12",), defect="a child with xsi:nil counts as an empty one",
        old="children[row[0]] = None if child.attrib and _is_nil(child) else row[1](child)", new="children[row[0]] = row[1](child)"),
    _read(
        id="nil-true-only", clauses=("SCH-T-12",), defect="xsi:nil is read where it is true, not where it is 1",
        old='.strip() in ("true", "1")', new='.strip() == "true"'),
    _read(
        id="qualified-children-unknown", clauses=("SCH-T-04",), defect="lenient does not read children in the message's namespace",
        old='    known |= {f"{{{MESSAGES}}}{name}": row for name, row in known.items()}\n', new=""),
    _read(
        id="older-reason-unknown", clauses=("SCH-C-11",), defect="cancelDescription, the older name, is not read",
        old='{"CancelReason": ("cancelDescription",)}', new="dict[str, tuple[str, ...]]()"),
    _wired(
        id="schema-not-enforced", clauses=("SCH-T-12", "SCH-T-04", "SCH-C-11", "SCH-L-02"), defect="strict lets pass what the schema refuses",
        old="            if not schema.validate(message):", new="            if not (schema.validate(message) or message is not None):"),
    _written(
        id="reply-children-qualified", clauses=("SCH-T-03",), defect="the children of a reply are in its namespace",
        old="(child, element_writer(child, of), of.Attributes", new='(child, element_writer(f"sp2:{child}", of), of.Attributes'),
    _written(
        id="booleans-as-digits", clauses=("SCH-T-09",), defect="booleans are 1 and 0",
        old='"true" if value else "false"', new='"1" if value else "0"'),
    _written(
        id="reply-markup-not-escaped", clauses=("SCH-T-11",), defect="& and < in a reply's text stand there as they are",
        old="    return escape if issubclass(kind, Unicode) else str", new="    return str"),
    _written(
        id="reply-cr-lost", clauses=("SCH-T-11",), defect="a CR in an id comes back as a line feed",
        old='        text = text.replace("\\r", "&#13;")', new="        pass"),
    _kept(
        id="first-work-item-only", clauses=("SCH-G-02", "SCH-G-04", "SCH-G-05"), defect="of many work items the first alone is written",
        old="in enumerate(changes):", new="in enumerate(changes[:1]):"),
    _kept(
        id="texts-by-number", clauses=("SCH-G-03", "SCH-G-05"),
        defect="a work item that changed is told as it was when it was told first",
        old="kept.changes == changes and", new="len(kept.changes) == len(changes) and"),
    _http(
        id="largest-body-refused", clauses=("SCH-T-10",), defect="a body of exactly max_body_bytes gets 413",
        old="        if int(length) > most:", new="        if int(length) >= most:"),
    _http(
        id="any-size-read", clauses=("SCH-T-10",), defect="a body of any length is read",
        old="        if int(length) > most:", new="        if int(length) > 100 * most:"),
)
# fmt: on

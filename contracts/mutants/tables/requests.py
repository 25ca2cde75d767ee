"""Mutants of how the facade reads a request's values (SB-C-05 to SB-C-07, SB-G-04 to SB-G-06)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_read = partial(Mutant, module="emulator.facades.servicebroker.values")
_carried = partial(Mutant, module="emulator.facades.xml_text")
_parsed = partial(Mutant, module="emulator.facades.json_text")

# fmt: off
MUTANTS = (
    _read(
        id="bytes-for-characters", clauses=("SB-C-05", "SB-C-06", "SB-G-04"), defect="lengths are counted in bytes of UTF-8",
        old="len(text) > row.max:", new='len(text.encode("utf-8", "surrogatepass")) > row.max:'),
    _read(
        id="utf-16-units-for-characters", clauses=("SB-C-05", "SB-C-06", "SB-G-04"),
        defect="lengths are counted in units of UTF-16, as Java and .NET do",
        old="len(text) > row.max:", new='len(text.encode("utf-16-le", "surrogatepass")) // 2 > row.max:'),
    _read(
        id="null-sent-as-empty", clauses=("SB-C-07",), defect="a null cancelReasonDesc is sent as an empty element",
        old="        value = _found(holder, row)\n",
        new="        value = _found(holder, row)\n"
            "        if value is None and row.name in holder and row.kind is Kind.TEXT and row.null is Null.ABSENT:\n"
            '            value = ""\n'),
    _read(
        id="empty-texts-left-out", clauses=("SB-C-05", "SB-C-02", "SB-G-04", "SB-G-06"), defect="an empty text is not sent",
        old='(value == "" and row.empty_is_absent)', new='value == ""'),
    _read(
        id="cut-at-49", clauses=("SB-C-01", "SB-C-05"), defect="an Id is cut at 49 characters and sent",
        old="            return _carried(value, row)\n        case Kind.OBJECT",
        new="            return _carried(value[:49] if row.max == 50 else value, row)\n        case Kind.OBJECT"),
    _read(
        id="cut-where-it-should-go-whole", clauses=("SB-C-05", "SB-G-04"), defect="an Id or FRU that is too long is cut to its limit",
        old="            return _carried(value, row)\n        case Kind.OBJECT",
        new="            return _carried(value[: row.max], row)\n        case Kind.OBJECT"),
    _read(
        id="white-space-trimmed", clauses=("SB-C-01", "SB-C-02", "SB-G-01", "SB-C-05"), defect="texts lose the white space at their ends",
        old="            return _carried(value, row)\n        case Kind.OBJECT",
        new="            return _carried(value.strip(), row)\n        case Kind.OBJECT"),
    _read(
        id="unicode-normalised", clauses=("SB-C-01", "SB-C-02", "SB-G-01", "SB-C-05"),
        defect="texts are normalised, so that a letter with a separate accent becomes one character",
        old="            return _carried(value, row)\n        case Kind.OBJECT",
        new='            return _carried(__import__("unicodedata").normalize("NFC", value), row)\n        case Kind.OBJECT'),
    _read(
        id="signed-reason-ids", clauses=("SB-C-06", "SB-C-02"), defect="a cancelReasonId over 2147483647 is refused",
        old="_UNSIGNED_INT = 2**32 - 1", new="_UNSIGNED_INT = 2**31 - 1"),
    _read(
        id="reason-id-over-the-top", clauses=("SB-C-06",), defect="a cancelReasonId of 4294967296 is sent",
        old="_UNSIGNED_INT = 2**32 - 1", new="_UNSIGNED_INT = 2**32"),
    _read(
        id="true-for-one", clauses=("SB-C-06",), defect="a cancelReasonId of true is sent as 1",
        old="        case Kind.ANY, str():",
        new="        case Kind.NUMBER, bool():\n            return str(int(value))\n        case Kind.ANY, str():"),
    _read(
        id="reason-id-as-text-refused", clauses=("SB-C-06", "SB-C-02"), defect="a cancelReasonId as a text of digits is refused",
        old="case Kind.NUMBER, Number() | str():", new="case Kind.NUMBER, Number():"),
    _carried(
        id="control-characters-sent", clauses=("SB-C-06",), defect="characters that XML cannot carry are not refused",
        old=r'NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")',
        new=r'NO_XML = re.compile("[\ud800-\udfff]")'),
    _read(
        id="older-spelling-wins", clauses=("SB-C-02",), defect="where both spellings are there the older one is sent",
        old="    value = holder.get(row.name)\n    return holder.get(row.older) if value is None and row.older else value",
        new="    value = holder.get(row.older) if row.older else None\n    return holder.get(row.name) if value is None else value"),
    _read(
        id="jeop-only-inverted", clauses=("SB-G-01",), defect="JeopOnly true goes out as false, and false as true",
        old="            return _carried_json(value, row)", new="            return _carried_json(not value, row)"),
    _read(
        id="jeop-only-false-left-out", clauses=("SB-G-01",), defect="JeopOnly false is not sent",
        old="        if value is None or (", new="        if value is None or value is False or ("),
    _read(
        id="empty-reason-left-out", clauses=("SB-C-07",), defect="an empty CancelReason sends no cancelReason",
        old="        if version >= row.since:", new="        if version >= row.since and value != {}:"),
    _read(
        id="reason-of-null-members-left-out", clauses=("SB-C-07",), defect="a CancelReason with nothing but nulls sends no cancelReason",
        old="        if version >= row.since:",
        new="        if version >= row.since and not (row.parent == '' and isinstance(value, dict) and value "
            "and set(value.values()) == {None}):"),
    _read(
        id="facade-judges-ids", clauses=("SB-C-05", "SB-G-04"), defect="an empty or over-long Id is refused where Scheduling should judge it",
        old="judged=broker or row.judge is Judge.FACADE", new="judged=True"),
    _read(
        id="broker-judges-no-ids", clauses=("SB-C-05", "SB-G-04"), defect="a broker leaves an empty or over-long Id to Scheduling",
        old="judged=broker or row.judge is Judge.FACADE", new="judged=row.judge is Judge.FACADE"),
    _read(
        id="offset-through-a-float", clauses=("SB-G-05",), defect="an OffsetId given as a number loses digits beyond 2^53",
        old="            return value.digits or value.text", new='            return f"{float(value.text):.0f}"'),
    _read(
        id="booleans-as-python-writes-them", clauses=("SB-G-01", "SB-G-06"), defect="JeopOnly goes out as True or False",
        old="    return write_value(value)\n", new="    return str(value) if isinstance(value, bool) else write_value(value)\n"),
    _parsed(
        id="one-point-zero-refused", clauses=("SB-C-06",), defect="a cancelReasonId of 1.0 is refused",
        old='return None if rest.strip("0") else sign + digits', new="return None"),
    _parsed(
        id="fractions-cut", clauses=("SB-C-06",), defect="a cancelReasonId of 1.5 is sent as 1",
        old='return None if rest.strip("0") else sign + digits', new="return sign + digits"),
    _parsed(
        id="last-of-repeated-keys-counts", clauses=("SB-H-04",), defect="a key that is there twice is no error",
        old="if len(members) < len(pairs):", new="if len(members) < 0:"),
    _parsed(
        id="nan-taken", clauses=("SB-H-04",), defect="NaN and Infinity are read as texts",
        old="object_pairs_hook=_members, parse_int=Number, parse_float=Number, parse_constant=_no_constant",
        new="object_pairs_hook=_members, parse_int=Number, parse_float=Number, parse_constant=str"),
    _parsed(
        id="empty-body-as-empty-object", clauses=("SB-H-04",), defect="a request without a body is read as {}",
        old='.decode(body.decode("utf-8-sig"))', new='.decode(body.decode("utf-8-sig") or "{}")'),
)
# fmt: on

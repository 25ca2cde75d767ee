"""JSON and XML laid out for reading, with the place that a failure is about."""

import json

import pytest

from contracts.reports.html.laid_out import LARGEST, laid_out_json, laid_out_xml

SOAP = (
    '<?xml version="1.0"?><S:Envelope xmlns:S="x"><S:Header/><S:Body><sp:R><login><user>u</user></login><jobID>  J </jobID>'
    "<reason><id/><jobID>other</jobID></reason></sp:R></S:Body></S:Envelope>"
)


def texts(lines):
    return [line.text for line in lines]


def marked(lines):
    return [line.text.strip() for line in lines if line.marked]


def test_json_has_a_member_a_line_and_every_value_as_it_was_spelt():
    assert texts(laid_out_json('{"a":1e0,"b":[],"c":{},"d":[1.0,{"e":"\\u00e9\\""}],"a":2}')) == [
        "{",
        '  "a": 1e0,',
        '  "b": [],',
        '  "c": {},',
        '  "d": [',
        "    1.0,",
        "    {",
        '      "e": "\\u00e9\\""',
        "    }",
        "  ],",
        '  "a": 2',
        "}",
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("d[1].e", '"e": 5'),
        ("d[0]", "1,"),
        ("a", '"a": {'),
        ("a.b", '"b": null'),
        ("", None),
        ("none", None),
    ],
)
def test_the_value_at_a_path_is_marked_and_no_other(path, line):
    assert marked(laid_out_json('{"a":{"b":null},"d":[1,{"e":5}]}', path)) == ([line] if line else [])


@pytest.mark.parametrize("text", ["", "no JSON", '{"a":', "[1,]", "{'a': 1}"])
def test_what_is_no_json_stays_as_it_is(text):
    assert texts(laid_out_json(text)) == [text]


@pytest.mark.parametrize("text", ["1", '"a"', "null", "[]", "{}", " [ 1 ] "])
def test_any_json_value_can_be_laid_out(text):
    assert json.loads("".join(texts(laid_out_json(text)))) == json.loads(text)


@pytest.mark.parametrize("depth", [10, 100, 500, 3000])
def test_json_that_is_nested_too_deep_is_shown_all_the_same(depth):
    text = "[" * depth + "1" + "]" * depth

    assert "".join(line.strip() for line in texts(laid_out_json(text))) == text


def test_xml_has_an_element_a_line_and_text_as_it_was():
    assert texts(laid_out_xml(SOAP)) == [
        '<?xml version="1.0"?>',
        '<S:Envelope xmlns:S="x">',
        "  <S:Header/>",
        "  <S:Body>",
        "    <sp:R>",
        "      <login>",
        "        <user>u</user>",
        "      </login>",
        "      <jobID>  J </jobID>",
        "      <reason>",
        "        <id/>",
        "        <jobID>other</jobID>",
        "      </reason>",
        "    </sp:R>",
        "  </S:Body>",
        "</S:Envelope>",
    ]


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        (("jobID",), ["<jobID>  J </jobID>"]),
        (("reason", "jobID"), ["<jobID>other</jobID>"]),
        (("reason", "id"), ["<id/>"]),
        (("login",), ["<login>", "</login>"]),
        (("none",), []),
        ((), []),
    ],
)
def test_the_element_at_a_path_below_the_root_is_marked(path, lines):
    assert marked(laid_out_xml(SOAP, path)) == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\nof two lines",
        "<a><b",
        "</a></b>",
        "<a>1<b/>2</a>",
        "<a><![CDATA[<b>]]></a>",
        "<a><!-- <b> --></a>",
        "<a>   </a>",
        "< >",
        "<a>]]></a>",
    ],
)
def test_nothing_but_white_space_between_elements_is_lost(text):
    found = "\n".join(texts(laid_out_xml(text)))

    assert "".join(found.split()) == "".join(text.split())
    assert "<a>   </a>" in found or "<a>   </a>" not in text


@pytest.mark.parametrize("lay_out", [laid_out_json, laid_out_xml])
def test_what_is_too_large_is_cut_and_its_size_told(lay_out):
    *_, last = lay_out("<a>" + "x" * LARGEST)

    assert last.text == f"... ({LARGEST + 3:,} characters)"

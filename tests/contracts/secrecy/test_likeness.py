"""What gives a secret away, and what does not."""

import pytest

from contracts.secrecy.likeness import SHORTEST_ALIKE, Likeness, spans_of

TOKEN = "s3cr3t-Kn0ck-0f-Brok3r"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSIsImV4cCI6MTc2NzYwMDAwMH0.4pcPyMD09olPSyXnrXCjTwXyr4BsezdI1AVTmud2fU4"


def left(text, secret=TOKEN):
    """Give the text without what gives the secret away."""
    for span, _ in reversed(spans_of([Likeness(secret)], text)):
        text = text[: span.start] + "*" + text[span.end :]
    return text


@pytest.mark.parametrize("secret", ["hush-9f3", "hush-9f3c&", "twelve-chars", TOKEN, JWT])
def test_one_letter_put_in_left_out_or_changed_anywhere_leaves_no_more_than_letters_of_it(secret):
    for at in range(len(secret)):
        for change in (secret[:at] + "~" + secret[at:], secret[:at] + secret[at + 1 :], secret[:at] + "~" + secret[at + 1 :]):
            rest = left(f"Bearer {change}!", secret)

            assert "*" in rest, change
            assert len(rest) <= len("Bearer *!") + 2, (change, rest)


@pytest.mark.parametrize("secret", [TOKEN, JWT])
def test_a_secret_in_another_case_cut_or_with_more_around_it_is_found(secret):
    changes = [
        secret.upper(),
        secret.lower(),
        secret.swapcase(),
        secret[1:],
        secret[:-3],
        f"x{secret}",
        f"{secret}x",
        secret * 2,
    ]

    assert [left(f"<{each}>", secret).strip("<x>*") for each in changes] == [""] * len(changes)


def test_two_parts_of_a_token_or_its_signature_alone_are_enough():
    head, claims, signature = JWT.split(".")

    assert left(f"{head}.{claims}", JWT) == "*"
    assert left(f"<{signature}>", JWT) == "<*>"
    assert left(f"{head}.{claims}.B{signature[1:]}", JWT) == "*"


@pytest.mark.parametrize("text", ["", "s3cr3t", "a Brok3r knocks", "Kn0ck-0f", "s3cret knock of broker", "İ" * 40])
def test_what_has_a_word_in_common_with_it_is_no_secret(text):
    assert left(text) == text


def test_a_short_secret_is_a_word_of_its_own_and_no_part_of_another():
    assert len("sesame") < SHORTEST_ALIKE
    assert left("sesame, sesames, Sesame", "sesame") == "*, sesames, Sesame"


def test_letters_that_become_two_in_small_do_not_move_what_is_found():
    assert left(f"İİ {TOKEN} İ") == "İİ * İ"


def test_of_two_secrets_that_overlap_the_longer_is_found():
    (found,) = spans_of([Likeness(TOKEN), Likeness(f"{TOKEN}-and-more")], f"{TOKEN}-and-more")

    assert found[1].secret == f"{TOKEN}-and-more"

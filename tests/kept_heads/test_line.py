"""A kept head is one line, found again in whatever file it went into."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from command_center.kept_heads.line import KeptHead, heads_in, kept_at

HEAD = KeptHead("demo", 12, "ab" * 32, "2026-11-27T21:36:49.123Z")
KEY = b"k" * 32


def read(*lines: str) -> list[KeptHead | None]:
    return [found.head for found in heads_in(line.encode() + b"\n" for line in lines)]


def test_a_head_is_read_as_it_was_written() -> None:
    for head in (
        HEAD,
        HEAD.signed(KEY),
        replace(HEAD, stamp=b"\x00\xff"),
        replace(HEAD, site="厂"),
    ):
        assert head.line.isascii()
        assert read(head.line) == [head]


def test_it_is_found_in_a_syslog_file_and_in_a_mail_with_its_line() -> None:
    lines = [
        b"Received: from somewhere\r\n",
        b"\r\n",
        f"<109>1 2026-11-27T21:36:49Z host command-center 7 head - {HEAD.line}\r\n".encode(),
        b"Nov 27 21:36:49 host other[1]: something else\n",
    ]
    assert list(heads_in(lines)) == [(3, HEAD)]


def test_a_signature_is_of_one_key_over_every_field() -> None:
    signed = HEAD.signed(KEY)
    assert signed.is_signed_by(KEY)
    assert not signed.is_signed_by(b"another key of thirty-two bytes.")
    assert not HEAD.is_signed_by(KEY)
    for changed in ({"seq": 13}, {"hash": "cd" * 32}, {"site": "other"}, {"at": kept_at(0)}):
        assert not replace(signed, **changed).is_signed_by(KEY)


def test_a_torn_or_strange_line_is_told_of_and_no_head() -> None:
    whole = HEAD.line
    for cut in range(len("command-center-head") + 1, len(whole)):
        assert read(whole[:cut]) == [None], cut
    for strange in (
        whole.replace("12", "-1"),
        whole.replace("12", "true"),
        whole.replace("12", str(2**60)),
        whole.replace("ab", "zz"),
        whole.replace('"seq":12', '"seq":"12"'),
        whole.replace("}", ',"stamp":"%"}'),
        whole.replace("}", ',"mac":7}'),
        "command-center-head []",
    ):
        assert read(strange) == [None], strange
    assert read("nothing of ours", "") == []


@given(st.lists(st.binary(max_size=200)))
def test_no_bytes_break_the_reader(lines: list[bytes]) -> None:
    for found in heads_in([*lines, b"command-center-head {" + b"".join(lines) + b"}"]):
        assert found.head is None


def test_a_time_is_utc_to_the_millisecond() -> None:
    assert kept_at(1_700_000_000_123) == "2023-11-14T22:13:20.123Z"

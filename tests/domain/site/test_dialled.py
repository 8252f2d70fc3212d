"""A telephone number is dialled without what people write between its digits."""

import pytest

from command_center.domain.site.parts.people import dialled


@pytest.mark.parametrize(("channel", "written", "number"), [
    ("sms", "+86 139 0000 0000", "+8613900000000"),
    ("sms", "(0577) 8888-0000", "057788880000"),
    ("sms", "139.0000.0000", "13900000000"),
    ("voice", "0577-8888 0000", "057788880000"),
    ("voice", "*61#", "*61#"),
    ("voice", "pump-house", "pump-house"),
    ("voice", "sip:control.room@10.0.0.5", "sip:control.room@10.0.0.5"),
    ("email", "li-ming@plant.example", "li-ming@plant.example"),
    ("push", "pages-7f3k", "pages-7f3k"),
    ("im", "hy-101", "hy-101"),
])  # fmt: skip
def test_an_address_as_it_is_dialled(channel: str, written: str, number: str) -> None:
    assert dialled(channel, written) == number

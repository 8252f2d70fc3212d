"""What is sealed is found again by its commitment alone, on every database."""

from sqlalchemy import Engine

from command_center.store.sealed import Kept, SealedDrills


def test_it_comes_back_byte_for_byte(engine: Engine) -> None:
    sealed = SealedDrills(engine, "works")
    text = Kept('{"plan":"演练 \\u0000"}', "ab" * 16)
    sealed.keep("c" * 64, text, 1)
    assert sealed.of("c" * 64) == text
    assert sealed.of("d" * 64) is None
    assert sealed.of(None) is None


def test_a_site_knows_only_its_own(engine: Engine) -> None:
    SealedDrills(engine, "works").keep("c" * 64, Kept("{}", "ab" * 16), 1)
    assert SealedDrills(engine, "other").of("c" * 64) is None

"""Reference data beside the journal: every version of a site's text, and small values."""

from sqlalchemy import Engine

from command_center.store.reference import keep_site, read_meta, site_text, write_meta


def test_every_version_of_a_site_is_kept_and_the_same_text_is_the_same_version(
    engine: Engine,
) -> None:
    assert keep_site(engine, "demo", "name: 一号厂\n", now=1) == 1
    assert keep_site(engine, "demo", "name: Works 1\n", now=2) == 2
    assert keep_site(engine, "demo", "name: 一号厂\n", now=3) == 1
    assert keep_site(engine, "other", "name: Works 1\n", now=3) == 1
    assert site_text(engine, "demo", 1) == "name: 一号厂\n"
    assert site_text(engine, "demo", 2) == "name: Works 1\n"
    assert site_text(engine, "demo", 3) is None


def test_a_value_is_set_and_set_again(engine: Engine) -> None:
    assert read_meta(engine, "plant") is None
    write_meta(engine, "plant", "simulated")
    write_meta(engine, "other", "x")
    assert read_meta(engine, "plant") == "simulated"
    write_meta(engine, "plant", "real")
    assert read_meta(engine, "plant") == "real"

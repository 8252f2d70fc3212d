"""What makes /m open without the network: served to everybody, found anew at each visit."""

from flask import Flask

from command_center.data_files import data_folder
from command_center.page_server.page_files import scripts_of_pages
from command_center.page_server.phone_files import ICON, MANIFEST, WORKER, install_phone_files


def server() -> Flask:
    flask = Flask("phone")
    install_phone_files(flask, data_folder("assets"), "某某化工厂")
    return flask


def test_the_worker_is_a_script_of_the_root_that_browsers_do_not_keep() -> None:
    answer = server().test_client().get(WORKER)
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "respondWith" in answer.text


def test_the_worker_is_no_part_of_the_pages_scripts() -> None:
    shared, own = scripts_of_pages(data_folder("assets"))
    for script in (shared, *own.values()):
        assert "worker/phone_worker.js" not in script.modules


def test_the_manifest_opens_the_phone_page_and_names_an_icon_that_is_served() -> None:
    client = server().test_client()
    told = client.get(MANIFEST)
    assert told.mimetype == "application/manifest+json"
    assert told.json is not None
    assert (told.json["start_url"], told.json["scope"], told.json["name"]) == (
        "/m",
        "/m",
        "某某化工厂",
    )
    assert [one["src"] for one in told.json["icons"]] == [ICON]
    assert client.get(ICON).mimetype == "image/svg+xml"

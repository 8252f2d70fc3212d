"""A file's statements about itself: signed by whom and when, or a draft; and the facts it rests on."""

from typing import Any

from command_center.reports.export.reader import NONE, Reader

SIDES = ("commander", "evaluator")
"""Who led and who judged: with both signatures a review is signed."""


def is_signed(reader: Reader) -> bool:
    """Whether both sides have signed."""
    return bool(reader.dossier.report["status"] == "signed")


def standing(reader: Reader) -> str:
    """Return one line of status for the head of every page."""
    signatures = _signatures(reader)
    if is_signed(reader):
        names = reader.listed(reader.named(one["by"]) for one in signatures)
        return reader.say("export.signed", who=names, at=reader.minute(signatures[-1]["at"]))
    if signatures:
        names = reader.listed(reader.named(one["by"]) for one in signatures)
        return reader.say("export.half_signed", who=names)
    if reader.dossier.report["withdrawn"]:
        return withdrawal(reader)
    if reader.dossier.report["clock"] is None:
        return reader.say("export.running_draft")
    return reader.say("export.unsigned")


def withdrawal(reader: Reader) -> str:
    """Return the sentence that the incident was opened in error, by whom and why; then nothing of it counts."""
    told = reader.dossier.report["withdrawn"]
    word = "export.withdrawn_same" if told["same_as"] else "export.withdrawn"
    return reader.say(
        word, who=reader.named(told["by"]), at=reader.minute(told["at"]),
        reason=reader.text(told["reason"]), same_as=told["same_as"],
    )  # fmt: skip


def _signatures(reader: Reader) -> list[Any]:
    clock = reader.dossier.report["clock"]
    return list(clock["signatures"]) if clock else []


def signature_rows(reader: Reader) -> list[list[str]]:
    """Return for each side who signed, when, and by which fact; it says plainly if nobody has, or if the signature
    was for other content.
    """
    rows = []
    lapsed = (reader.dossier.report["clock"] or {}).get("lapsed", ())
    for side in SIDES:
        own = [one for one in _signatures(reader) if one["role"] == side]
        rows += [
            [
                reader.say(f"export.side.{side}"),
                reader.named(one["by"]),
                reader.moment(one["at"]),
                f"#{one['seq']}",
            ]
            for one in own
        ] or [[reader.say(f"export.side.{side}"), reader.say("export.not_signed"), NONE, NONE]]
        rows += [
            [
                reader.say(f"export.side.{side}"),
                reader.say(
                    "export.lapsed", who=reader.named(one["signer"]), by=reader.named(one["by"])
                ),
                reader.moment(one["at"]),
                f"#{one['signature']} #{one['change']} #{one['seq']}",
            ]
            for one in lapsed
            if one["role"] == side
        ]
    return rows


def counted(reader: Reader) -> str:
    """Return whether the drill counts for the legal duty, and if not, every reason."""
    lacks = reader.dossier.report["lacks"]
    if not lacks:
        return reader.say("export.basis.counts_yes")
    told = [
        reader.say(
            f"lack.{one['code']}",
            injects=reader.listed(reader.text(words) for words in one.get("injects", ())),
        )
        for one in lacks
    ]
    return reader.say("export.basis.counts_not", why=reader.say("lack.and").join(told))


def basis_rows(reader: Reader) -> list[tuple[str, str]]:
    """Return what the file rests on: facts, hashes, versions, the seal."""
    dossier, say = reader.dossier, reader.say
    rows = [
        (say("export.basis.head"), f"#{dossier.head.seq} · {dossier.head.hash}"),
        (
            say("export.basis.frozen"),
            f"#{dossier.frozen.seq} · {dossier.frozen.hash}"
            if dossier.frozen
            else say("export.basis.not_frozen"),
        ),
        (say("export.basis.content"), dossier.sha256),
        (say("export.basis.site"), reader.text(dossier.report["site_version"])),
        (say("export.basis.zone"), reader.zone_said),
    ]
    if dossier.drill:
        drill = dossier.drill
        rows.append((say("export.basis.seal"), reader.text(drill["commitment"])))
        shown = (
            say("export.basis.revealed") if drill["revealed"] else say("export.basis.not_revealed")
        )
        rows.append((say("export.basis.reveal"), shown))
        rows.append((say("export.basis.clock"), say("export.basis.exercise_clock")))
        rows.append((say("export.basis.counts"), counted(reader)))
    return rows


def about_rows(reader: Reader) -> list[tuple[str, str]]:
    """Return what the file is about, and what it rests on."""
    dossier, say = reader.dossier, reader.say
    report, clock = dossier.report, dossier.report["clock"]
    none = "review.not_due" if report["withdrawn"] else "review.not_begun"
    due = reader.moment(clock["due"]["signed"]) if clock else say(none)
    return [
        (say("export.about.name"), reader.text(report["title"])),
        (say("export.about.id"), dossier.id),
        (say("export.about.site"), reader.text(dossier.site.name)),
        (say("export.about.began"), reader.moment(dossier.began_at)),
        (say("export.about.until"), reader.moment(report["until"])),
        (say("export.about.first_alarm"), reader.moment(report["t0"])),
        (say("export.about.hands"), say("review.hands", **report["hands"])),
        (say("export.about.due"), due),
        (say("export.about.standing"), standing(reader)),
        *basis_rows(reader),
    ]

"""The carrier of the simulated channels: which telephone an address rings, and whether it is heard.

It sees a notice on the board and reports its outcome as a real service does, with its own token. It knows what the
product never does: at which address who really answers (`people.numbers`). The board names an address by its version;
the carrier finds the address in its own site file.
"""

from collections.abc import Iterable

from numpy.random import Generator

from command_center.domain.site.model import Site
from command_center.domain.site.parts.people import guessable_version
from command_center.live.rows.told.reach_rows import Attempt
from simulations.chance import stream
from simulations.intent import CARRIER
from simulations.people.crew import Crew
from simulations.people.person import VirtualPerson
from simulations.script import Script


def versions_here(site: Site) -> dict[tuple[str, str], str]:
    """Return (person, version on the board) -> the version derived from the address. They differ on a plant that is
    not simulated, whose board uses random versions: there the site file gives the address.
    """
    return {
        (person.id, contact.version): guessable_version(contact.address)
        if contact.address
        else contact.version
        for person in site.people
        for contact in person.contacts
    }


class Carrier:
    """Carries every new notice on the board."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._known: set[tuple[str, int]] = set()
        numbers = crew.scenario.people.numbers
        self._owner = {guessable_version(a): who for who, own in numbers.items() for a in own}
        self._version = versions_here(crew.site)

    def notice(self, subject: str, attempts: Iterable[Attempt]) -> None:
        """Take the sending attempts for a directive, a request, a review step, or one person of a paging."""
        for sent in attempts:
            turn = (sent["id"], sent.get("attempt", 1))
            if sent["state"] == "sent" and turn not in self._known:
                self._known.add(turn)
                self._crew.stage.start(self._carry(subject, sent, turn[1]))

    def _carry(self, subject: str, sent: Attempt, attempt: int) -> Script:
        crew, channel = self._crew, sent["channel"]
        chance = stream(crew.seed, "carrier", _draw_of(subject, sent), str(attempt))
        takes = crew.parameters.carrier
        way = {"im": takes.im_takes_s, "sms": takes.sms_takes_s, "voice": takes.call_rings_s}
        yield from crew.wait(way[channel].draw(chance))
        version = self._version.get((sent["person"], sent["address"]))
        if version is None:
            yield from self._fail(sent, "rejected")  # another site file than the board's
            return
        owner = self._owner.get(version)
        if owner is None:
            yield from self._fail(sent, "not_in_service")
            return
        who = crew.people.get(owner)
        who = None if who is not None and who.played else who  # whether a person looks is theirs
        away = who is None or not who.on_site
        if away and crew.night and chance.random() < takes.phone_off_at_night.value:
            yield from self._fail(sent, "switched_off")
            return
        heard = chance.random() < self._hears(channel, away=away)
        if channel == "voice" and not heard:
            yield from self._fail(sent, "no_answer")
            return
        said = crew.say(CARRIER, "notification.deliver", delivery=sent["id"])
        yield from crew.heard(said)
        if not (heard and said.accepted) or who is None or owner != sent["person"]:
            return  # nobody looks, or somebody else whom it says nothing
        yield from self._look(who, subject, sent, chance)

    def _look(self, who: VirtualPerson, subject: str, sent: Attempt, chance: Generator) -> Script:
        """After a while the person opens it; one off the site knows of the directive from then."""
        crew = self._crew
        reaction = crew.parameters.reaction
        slow = reaction.night_factor.value if crew.night else 1.0
        after = reaction.acknowledge_on_site_s if who.on_site else reaction.answer_on_call_s
        if sent["channel"] != "voice":  # a call is heard when it is answered
            yield from crew.wait(after.draw(chance) * slow)
        said = crew.say(CARRIER, "notification.read", delivery=sent["id"])
        yield from crew.heard(said)
        who.told[subject] = sent["id"]

    def _hears(self, channel: str, *, away: bool) -> float:
        """The probability that a notice is noticed in time."""
        takes, reaction = self._crew.parameters.carrier, self._crew.parameters.reaction
        if not away:
            return takes.answers_on_duty.value
        if channel == "voice":
            return reaction.answers_on_call.value
        return (takes.noticed_at_night if self._crew.night else takes.noticed_by_day).value

    def _fail(self, sent: Attempt, error: str) -> Script:
        said = self._crew.say(CARRIER, "notification.fail", delivery=sent["id"], error=error)
        yield from self._crew.heard(said)


def _draw_of(subject: str, sent: Attempt) -> str:
    """What the draws of a notice go by, without a name of the plant: a paging's step is the person it tells, whose
    address stands for them."""
    step = sent["address"] if sent["step"] == sent["person"] else sent["step"]
    return f"{subject}/{step}/{sent['channel']}"

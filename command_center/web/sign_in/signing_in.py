"""Signing in: by password with or without a second factor, by token, or in a demonstration by choosing a role."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from command_center import log
from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES, Actor, Role
from command_center.settings import Settings
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.account_rows import Session, Token, User
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.break_glass import BreakGlass
from command_center.store.accounts.password_resets import PasswordResets
from command_center.web.limits.guesses import Counted, Guesses, TooManyGuesses
from command_center.web.limits.throttle import Rate, Remembered, Throttle, is_internal, network_of
from command_center.web.request.problem import Problem
from command_center.web.sign_in.known_devices import KnownDevices
from command_center.web.sign_in.passwords import Passwords
from command_center.web.sign_in.second_factor import Enrolment, SecondFactorCodes

MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
PER_ACCOUNT_AND_ADDRESS = Rate(5, MINUTE_MS)
PER_DEVICE = Rate(5, MINUTE_MS)
PER_ADDRESS = Rate(30, MINUTE_MS)
PER_ACCOUNT = Rate(20, MINUTE_MS)
"""Of an account from everywhere else together: it slows whoever guesses from many addresses. The plant's
own networks and the internet have a window each, so that no guesser of the internet makes the plant's own
people wait. Known devices and addresses are not counted in it and never wait for it: nobody may lock a commander out of
the board (NIST SP 800-63B section on rate limiting, OWASP ASVS 5.0 6.1.1 and 6.3.1; the reasons and
the one departure are in docs/administrator.md). 20 a minute cannot find a password of twelve
characters."""
ADDRESS_KNOWN_MS = 30 * DAY_MS
"""So long after a success an address is known for its account, while the process runs."""

T = TypeVar("T")

_log = log.get(__name__)


class WrongCode(Exception):
    """The password was right but the second factor's code was wrong."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session with its cookie's secret, which exists nowhere else. After a password sign-in `device` is the
    cookie by which this device is known.
    """

    secret: str
    session: Session
    device: str | None = None


class SignIn:
    """Opens sessions. Raises the Problem that tells only the person what is wrong."""

    def __init__(
        self,
        accounts: Accounts,
        passwords: Passwords,
        settings: Settings,
        clock: Clock,
        devices: KnownDevices,
        factors: SecondFactorCodes,
        break_glass: BreakGlass,
        resets: PasswordResets,
        tell: Callable[[], None],
        demo_person: Callable[[Role], str | None] = lambda role: None,
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._settings = settings
        self._clock = clock
        self._devices = devices
        self._factors, self._break_glass, self._tell = factors, break_glass, tell
        self._resets = resets
        self._demo_person = demo_person
        self._by_device = Throttle(PER_DEVICE)
        self._by_pair = Throttle(PER_ACCOUNT_AND_ADDRESS)
        self._by_address = Throttle(PER_ADDRESS)
        self._by_account = Throttle(PER_ACCOUNT)
        self._guesses = Guesses(self._elapsed_ms)
        self._good_addresses = Remembered(ADDRESS_KNOWN_MS)

    def by_password(
        self,
        username: str,
        password: str,
        address: str,
        device: str | None = None,
        code: str | None = None,
    ) -> SignedIn:
        """Check name, password and, if the account has a second factor, its `code`; a wrong name, a wrong password
        and a disabled account get the same answer in the same time. `device` is the cookie of `known_devices`, if
        any.
        """
        user, _ = self._proven(
            username, password, address, device, lambda user: self._check_code(user, code)
        )
        if self._break_glass.of(user.id) is not None:
            return self._by_break_glass(user, network_of(address))
        return self._opened(user)

    def by_reset(
        self,
        username: str,
        reset_code: str,
        password: str,
        address: str,
        device: str | None = None,
        code: str | None = None,
    ) -> SignedIn:
        """Set a new password with an administrator's one-time code, and sign in. The code replaces only the password:
        an account with a second factor needs its `code` too. Wrong codes are limited as wrong passwords are.
        """
        now = self._clock.now()

        def fits(user: User | None) -> bool:
            return user is not None and self._resets.opens(user, reset_code, now)

        user, _ = self._admitted(
            username, address, device, fits, "wrong_reset_code",
            lambda user: self._check_code(user, code, enrol=False),
        )  # fmt: skip
        if not self._resets.spend(user, reset_code, self._passwords.hash(password), now):
            raise Problem("wrong_reset_code", 401)
        self._tell()
        _log.warning("password set by a one-time code", account=user.username)
        user = self._accounts.find_user(username) or user
        if self._factors.standing(user) is None and self._factors.demanded(user.role):
            raise Problem("second_factor_enrol", 403)
        return self._opened(user)

    def propose_factor(
        self, username: str, password: str, address: str, device: str | None = None
    ) -> Enrolment:
        """Propose a second factor to a person who knows the password of an account without one."""

        def propose(user: User) -> Enrolment:
            if self._break_glass.of(user.id) is not None:
                raise Problem("break_glass_no_factor", 409)
            found = self._factors.propose(user)
            if found is None:
                raise Problem("second_factor_stands", 409)
            return found

        return self._proven(username, password, address, device, propose)[1]

    def confirm_factor(
        self, username: str, password: str, code: str, address: str, device: str | None = None
    ) -> tuple[SignedIn, list[str], list[str]]:
        """Confirm the factor: return a session, the recovery codes, and the sessions ended."""

        def confirm(user: User) -> list[str]:
            codes = self._factors.confirm(user, code)
            if codes is None:
                raise WrongCode
            return codes

        user, codes = self._proven(username, password, address, device, confirm)
        ended = self._accounts.end_sessions(user.id)
        self._tell()
        return self._opened(user), codes, ended

    def _proven(
        self,
        username: str,
        password: str,
        address: str,
        device: str | None,
        then: Callable[[User], T],
    ) -> tuple[User, T]:
        """The account that name and password open, and what `then` made of it."""

        def fits(user: User | None) -> bool:
            return self._passwords.check(user.password_hash if user else None, password)

        user, done = self._admitted(username, address, device, fits, "wrong_sign_in", then)
        return self._with_todays_hash(user, password), done

    def _admitted(
        self,
        username: str,
        address: str,
        device: str | None,
        fits: Callable[[User | None], bool],
        wrong: str,
        then: Callable[[User], T],
    ) -> tuple[User, T]:
        """The open account of that name whose proof `fits`, and what `then` made of it. A wrong proof is the problem
        `wrong`. A wrong code counts as a wrong password does, and what `then` refuses otherwise counts as nothing."""
        network = network_of(address)
        mark = self._devices.recognised(username, device, self._clock.now())
        attempt = _Attempt(username.casefold(), network, mark)
        try:
            with self._guesses.turn(self._counted(attempt)) as guess:
                user = self._accounts.find_user(username)
                matches = fits(user)
                if user is None or user.disabled or not matches:
                    guess.wrong = True
                    _log.warning("sign-in failed", account=username[:64], network=network)
                    raise Problem(wrong, 401)
                try:
                    done = then(user)
                except WrongCode:
                    guess.wrong = True
                    _log.warning("wrong code", account=username[:64], network=network)
                    raise Problem("wrong_code", 401) from None
        except TooManyGuesses as many:
            seconds = -(-many.wait_ms // 1000)
            headers = {"Retry-After": str(seconds)}
            raise Problem("throttled", 429, headers=headers, seconds=seconds) from many
        self._forgive(attempt)
        return user, done

    def _check_code(self, user: User, code: str | None, *, enrol: bool = True) -> None:
        """Raises WrongCode, or the Problem that says what is missing; with `enrol` also that of a factor that is
        demanded and was never set up. A break-glass account has no second factor:
        its secret is long, and the phone that knows the code may be out of reach."""
        seal = self._break_glass.of(user.id)
        if seal is not None:
            if seal.ended(self._clock.now()):
                raise Problem("break_glass_ended", 403)
            return
        factor = self._factors.standing(user)
        if factor is None:
            if enrol and self._factors.demanded(user.role):
                raise Problem("second_factor_enrol", 403)
            return
        if factor.locked:
            raise Problem("second_factor_locked", 403)
        if code is None:
            raise Problem("second_factor_needed", 401)
        if not self._factors.accepts(user, factor, code):
            raise WrongCode
        self._tell()  # a recovery code is a fact

    def _opened(self, user: User) -> SignedIn:
        signed_in = self._open(user, self._settings.session_hours * 60)
        return self._still(user, signed_in)

    def _by_break_glass(self, user: User, network: str) -> SignedIn:
        """Open the seal, or use it once more; either is told at once."""
        now = self._clock.now()
        by = Signature(Actor(user.username, user.role, person=user.person), now)
        until = self._break_glass.open(user.id, network, by)
        if until is None:
            raise Problem("break_glass_ended", 403)
        _log.warning("break-glass account used", account=user.username, network=network)
        self._tell()
        return self._still(user, self._open(user, (until - now) / MINUTE_MS))

    def _still(self, user: User, signed_in: SignedIn) -> SignedIn:
        """The account may have been closed or changed while its password was being checked."""
        if self._accounts.find_user(user.username) != user:
            self._accounts.sessions.close(signed_in.session.id)
            raise Problem("wrong_sign_in", 401)
        return replace(signed_in, device=self._devices.made(user.username, self._clock.now()))

    def by_token(self, secret: str, *, read_only: bool = False) -> SignedIn:
        """Exchange a token for a session with the token's permissions; `read_only` makes it view-only. A carrier's
        token opens none: it is valid only for its channel.
        """
        token = self._accounts.find_token(secret)
        if token is None or token.role is Role.DUTY or token.channel is not None:
            raise Problem("bad_token", 401)
        if token.is_over(self._clock.now()):
            raise Problem("bad_token", 401)
        token = replace(token, read_only=token.read_only or read_only)
        days = self._settings.wall_session_days
        minutes = days * 24 * 60 if token.read_only else self._settings.session_hours * 60
        if token.expires_at is not None:
            left = (token.expires_at - self._clock.now()) / MINUTE_MS
            minutes = min(minutes, left)
        signed_in = self._open(token, minutes)
        if self._accounts.find_token(secret) is None:  # withdrawn meanwhile
            self._accounts.sessions.close(signed_in.session.id)
            raise Problem("bad_token", 401)
        return signed_in

    def by_role(self, role: Role) -> SignedIn:
        """Open a session for a demonstration's one-click role; the caller has checked that roles are offered."""
        if role not in HUMAN_ROLES:
            raise Problem("demo_refused", 403)
        actor = Actor(f"demo-{role.value}", role, person=self._demo_person(role))
        return self._open(actor, self._settings.session_hours * 60)

    def _with_todays_hash(self, user: User, password: str) -> User:
        renewed = self._passwords.renewed(user.password_hash, password)
        if renewed is None:
            return user
        self._accounts.renew_hash(user.id, user.password_hash, renewed)
        return replace(user, password_hash=renewed)

    def _open(self, owner: User | Token | Actor, minutes: float) -> SignedIn:
        now = self._clock.now()
        secret, session = self._accounts.sessions.open(owner, now, now + round(minutes * MINUTE_MS))
        return SignedIn(secret, session)

    def _counted(self, attempt: "_Attempt") -> Counted:
        """A known device has a window of its own; a known address only that of its pair."""
        if attempt.device:
            return [(self._by_device, attempt.device)]
        pair = (self._by_pair, attempt.pair)
        if self._good_addresses.has(attempt.pair, self._elapsed_ms()):
            return [pair]
        account = f"{attempt.account} {'plant' if is_internal(attempt.network) else 'internet'}"
        return [(self._by_address, attempt.network), pair, (self._by_account, account)]

    def _forgive(self, attempt: "_Attempt") -> None:
        """What others got wrong behind the same address, or at the same account, stays counted."""
        if attempt.device:
            self._by_device.forgive(attempt.device)
        self._by_pair.forgive(attempt.pair)
        self._good_addresses.add(attempt.pair, self._elapsed_ms())

    def _elapsed_ms(self) -> int:
        """Monotonic time, ms: a step of the wall clock locks nobody out."""
        return round(self._clock.elapsed() * 1000)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Who tries from where; `device` is the mark of a known one."""

    account: str
    network: str
    device: str | None

    @property
    def pair(self) -> str:
        return f"{self.network} {self.account}"

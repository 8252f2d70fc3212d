"""Every number of the simulation that does not belong to the plant, from `parameters.yaml`."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from command_center.domain.air.vapour import Vapour
from simulations.draws import Draw, Fixed


class Group(BaseModel):
    """A set of parameters; unknown names are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Physics(Group):
    """How liquids, air and instruments behave."""

    gravity_m_s2: Fixed
    orifice_cd: Fixed
    weir_cd: Fixed
    weir_width_m: Fixed
    storm_main_drains_per_s: Fixed
    remote_valve_travel_s: Fixed
    wind_speed_sd_m_s: Fixed
    wind_direction_sd_deg: Fixed
    weather_memory_s: Fixed
    rain_relative_sd: Fixed
    level_noise_m: Fixed
    volume_noise_m3: Fixed
    flow_noise_share: Fixed
    gas_noise_share: Fixed
    gas_lag_s: Fixed
    spill_film_m: Fixed
    foam_leaves_share: Fixed


class Movement(Group):
    """How people get from one place to another."""

    walk_m_s: Draw
    hurry_m_s: Draw
    suited_share: Draw
    vehicle_km_h: Draw


class Reaction(Group):
    """How fast people answer."""

    acknowledge_on_site_s: Draw
    answer_on_call_s: Draw
    answers_on_call: Fixed
    night_factor: Fixed
    start_after_acknowledgement_s: Draw
    turnout_s: Draw
    alarm_acknowledged_s: Draw
    emergency_alarm_factor: Fixed
    call_processed_s: Draw
    report_takes_s: Draw


class Carrier(Group):
    """Carrier parameters: how long notices take, and how likely one is noticed."""

    im_takes_s: Draw
    sms_takes_s: Draw
    call_rings_s: Draw
    answers_on_duty: Fixed
    noticed_by_day: Fixed
    noticed_at_night: Fixed
    phone_off_at_night: Fixed


class Work(Group):
    """How long manual work takes."""

    remote_operation_s: Draw
    handwheel_s: Draw
    storm_valve_s: Draw
    start_pump_s: Draw
    transfer_rigged_s: Draw
    look_round_s: Draw
    foam_on_s: Draw
    gas_reading_s: Draw
    sample_s: Draw
    draw_kit_s: Draw
    try_lock_s: Draw
    fetch_key_s: Draw
    announce_s: Draw
    errand_s: Draw
    team_of_four_factor: Fixed


class Entry(Group):
    """Times of an entry: suits, air supply and the entry board."""

    suit_s: Draw
    scba_s: Draw
    buddy_check_s: Draw
    cylinder_mpa: Draw
    turn_back_mpa: Fixed
    cylinder_l: Fixed
    air_l_min: Draw
    bout_cap_s: Fixed


class Confined(Group):
    """Times of entering a pit or vessel and leaving it."""

    way_m: Fixed
    in_m_s: Draw
    out_m_s: Draw
    bring_out_s: Draw


class Command(Group):
    """How fast the virtual commander decides and speaks."""

    opens_incident_s: Draw
    decides_s: Draw
    approves_s: Draw
    issues_directive_s: Draw
    verifies_s: Draw
    looks_again_s: Fixed
    gas_readings_apart_s: Fixed
    gas_limit_ppm: Fixed


class Substance(Group):
    """The true properties of the leaking substance; the board has its own values from the site file."""

    molar_mass: Fixed
    vapour_pressure_mmhg: Fixed
    temperature_k: Fixed
    density_kg_m3: Fixed
    solubility_mg_l: Fixed
    lel_ppm: Fixed

    @property
    def vapour(self) -> Vapour:
        """The product's vapour, for the screening dispersion."""
        return Vapour(
            self.molar_mass.value, self.vapour_pressure_mmhg.value, self.temperature_k.value
        )


class Parameters(Group):
    """All parameters of the simulated people."""

    physics: Physics
    movement: Movement
    reaction: Reaction
    carrier: Carrier
    work: Work
    entry: Entry
    confined: Confined
    command: Command
    substance: Substance


@cache
def parameters() -> Parameters:
    """Return the parameters of the file beside this module. Raises pydantic's ValidationError on a bad one."""
    path = Path(__file__).with_name("parameters.yaml")
    return Parameters.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))

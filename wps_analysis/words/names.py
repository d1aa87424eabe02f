"""The names of pillars, themes, kinds of targets and the sexes, as they are printed once they are translated."""

from __future__ import annotations

from wps_analysis.words.language import N_, _

PILLAR_NAMES = {
    "participation": N_("Participation"), "protection": N_("Protection"), "prevention": N_("Prevention"),
    "relief_recovery": N_("Relief and recovery"),
}  # fmt: skip
"""In the order in which they are printed."""
SEX_NAMES = {"F": N_("women"), "M": N_("men"), "_T": N_("all")}
_COUNTED = {"F": (N_("{value} woman"), N_("{value} women")), "M": (N_("{value} man"), N_("{value} men"))}
TARGET_KINDS = {"law": N_("law"), "plan": N_("plan"), "guideline": N_("guideline"), "benchmark": N_("benchmark")}
"""By their legal force, the strongest first."""
CONFIRMATIONS = {
    "held": N_("held as published"), "sent": N_("sent to the custodian"), "confirmed": N_("confirmed"),
    "corrected": N_("corrected by the custodian"),
}  # fmt: skip
"""What a custodian said of a figure; one under embargo is in no output."""
_THEMES = {
    "armed_forces_survey": N_("Survey of the armed forces"), "councillors_survey": N_("Survey of councillors"),
    "dispute_bodies": N_("Dispute resolution"), "gbv_coordination": N_("Coordination on gender-based violence"),
    "gbv_media": N_("Media on gender-based violence"), "gbv_services": N_("Services on gender-based violence"),
    "girls_education": N_("Girls' education"), "global_gender_gap": N_("Global Gender Gap Index"),
    "help_seeking": N_("Seeking help"), "minority_participation": N_("Participation of minorities"),
    "minority_rights": N_("Rights of minorities"), "mixed_service": N_("Serving together"),
    "napvaw": N_("Action plan on violence against women"), "online_safety": N_("Safety online"),
    "post_conflict_population": N_("Population after conflict"), "pre_deployment": N_("Before deployment"),
}  # fmt: skip
"""The themes whose code does not name them in words."""


def persons_template(sex: str, number: str) -> str:
    """Return the words, with a place for ``value``, that say of so many persons of a sex how many they are.

    Examples
    --------
    >>> persons_template("F", "1"), persons_template("M", "4,546")
    ('{value} woman', '{value} men')
    """
    one, many = _COUNTED[sex]
    return _(one if number == "1" else many)


def theme_name(theme: str) -> str:
    """Return a theme as it is printed, in English.

    Examples
    --------
    >>> theme_name("gbv_services"), theme_name("early_warning")
    ('Services on gender-based violence', 'Early warning')
    """
    return _THEMES.get(theme) or theme.replace("_", " ").capitalize()

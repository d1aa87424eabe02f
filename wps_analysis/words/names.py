"""The names of pillars, themes, kinds of targets and the sexes, as they are printed once they are translated."""

from __future__ import annotations

from wps_analysis.words.language import N_

PILLAR_NAMES = {
    "participation": N_("Participation"), "protection": N_("Protection"), "prevention": N_("Prevention"),
    "relief_recovery": N_("Relief and recovery"),
}  # fmt: skip
"""In the order in which they are printed."""
SEX_NAMES = {"F": N_("women"), "M": N_("men"), "_T": N_("all")}
TARGET_KINDS = {"law": N_("law"), "plan": N_("plan"), "guideline": N_("guideline"), "benchmark": N_("benchmark")}
"""By their legal force, the strongest first."""
THEME_NAMES = {
    "action_plans": N_("Action plans"), "armed_forces": N_("Armed forces"),
    "armed_forces_survey": N_("Survey of the armed forces"), "care_and_unpaid_work": N_("Care and unpaid work"),
    "civil_service": N_("Civil service"), "consultation": N_("Consultation"),
    "councillors_survey": N_("Survey of councillors"), "digital_access": N_("Digital access"),
    "diplomacy": N_("Diplomacy"), "disability": N_("Disability"), "dispute_bodies": N_("Dispute resolution"),
    "forestry": N_("Forestry"), "gbv_coordination": N_("Coordination on gender-based violence"),
    "gbv_media": N_("Media on gender-based violence"), "gbv_services": N_("Services on gender-based violence"),
    "gender_machinery": N_("Gender machinery"), "girls_education": N_("Girls' education"),
    "global_gender_gap": N_("Global Gender Gap Index"), "government_posts": N_("Government posts"),
    "harassment": N_("Harassment"), "help_seeking": N_("Seeking help"), "helpline": N_("Helpline"),
    "labour": N_("Labour"), "land": N_("Land"), "land_disputes": N_("Land disputes"), "migration": N_("Migration"),
    "mine_action": N_("Mine action"), "mine_victims": N_("Mine victims"),
    "minority_participation": N_("Participation of minorities"), "minority_rights": N_("Rights of minorities"),
    "mixed_service": N_("Serving together"), "napvaw": N_("Action plan on violence against women"),
    "online_safety": N_("Safety online"), "parliament": N_("Parliament"), "peacekeeping": N_("Peacekeeping"),
    "police": N_("Police"), "post_conflict_population": N_("Population after conflict"),
    "pre_deployment": N_("Before deployment"), "recruitment": N_("Recruitment"), "small_arms": N_("Small arms"),
    "subnational_posts": N_("Subnational posts"), "training": N_("Training"),
}  # fmt: skip
"""Themes of ``indicators.csv`` as they are printed; another one is printed as its code reads."""


def theme_name(theme: str) -> str:
    """Return a theme as it is printed, in English.

    Examples
    --------
    >>> theme_name("gbv_services"), theme_name("early_warning")
    ('Services on gender-based violence', 'Early warning')
    """
    return THEME_NAMES.get(theme) or theme.replace("_", " ").capitalize()

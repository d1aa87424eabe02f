"""The words that the page uses in a sense of its own."""

from __future__ import annotations

from markupsafe import Markup

from wps_analysis.words.language import N_, _

_WORDS = {
    N_("Published figure"): N_(
        "A number as a document prints it. Two documents that print two numbers for one thing are two published"
        " figures; both are kept, and one is used by a written rule."
    ),
    N_("Bounds"): N_(
        "What a printed number can stand for: 11 per cent is anything from 10.5 to less than 11.5. They are carried"
        " through every computation; “within rounding” gives the range that they leave."
    ),
    N_("Published figures differ"): N_(
        "The bounds of two published figures for one thing do not meet. Which one holds is for the body named to say."
    ),
    N_("Basis"): N_(
        "What a figure was made from: a register, an election, a census, a survey with a random sample (probability) or"
        " without one (purposive), an estimate, or the press."
    ),
    N_("Status"): N_(
        "Where a figure stands to a target, computed by us with published rules; not an assessment by the bodies that"
        " published the rules."
    ),
    N_("Law, plan, guideline, benchmark"): N_(
        "What gives a target its force, the strongest first. A target without a year has a gap and no pace."
    ),
    N_("Two points"): N_(
        "Two figures of one series are a difference. The word trend is used from five figures of one series on."
    ),
    N_("Published, study"): N_(
        "The document prints no date for the figure; the year is that of the publication or of the study."
    ),
}


def word_list() -> Markup:
    """Explain the words that the page uses in a sense of its own."""
    words = (Markup("<dt>{}</dt><dd>{}</dd>").format(_(word), _(meaning)) for word, meaning in _WORDS.items())
    return Markup('<dl class="words">{}</dl>').format(Markup("").join(words))

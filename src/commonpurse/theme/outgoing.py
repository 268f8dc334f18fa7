"""Every address outside this service that a page may lead to: `outgoing("samaritans")`. A test refuses any other in a template."""

from typing import NamedTuple
from urllib.parse import urlsplit


class Outgoing(NamedTuple):
    url: str
    label: str


OUTGOING = {
    "somewhere_neutral": Outgoing("https://www.bbc.co.uk/weather", "Weather"),  # where the way out leads
    "nhs_urgent": Outgoing("https://111.nhs.uk/", "NHS 111 online"),
    "samaritans": Outgoing("https://www.samaritans.org/", "Samaritans"),
    "shout": Outgoing("https://giveusashout.org/", "Shout"),
    "relay_uk": Outgoing("https://www.relayuk.bt.com/", "Relay UK"),
    "sign_video": Outgoing("https://signvideo.co.uk/nhs111/", "NHS 111 in British Sign Language"),
    "safeguarding_abuse": Outgoing("https://www.nationaldahelpline.org.uk/", "National Domestic Abuse Helpline"),
    "source_govuk_frontend": Outgoing("https://github.com/alphagov/govuk-frontend", "govuk-frontend"),
    "source_govuk_jinja": Outgoing("https://github.com/LandRegistry/govuk-frontend-jinja", "govuk-frontend-jinja"),
    "source_font": Outgoing("https://github.com/googlefonts/atkinson-hyperlegible-next", "Atkinson Hyperlegible Next"),
    "licence_ofl": Outgoing("https://openfontlicense.org/", "SIL Open Font License 1.1"),
    "source_openmoji": Outgoing("https://openmoji.org/", "OpenMoji"),
    "licence_by_sa": Outgoing("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
    "information_commissioner": Outgoing("https://ico.org.uk/make-a-complaint/", "Information Commissioner"),
    "find_council": Outgoing("https://www.gov.uk/find-local-council", "Find your local council"),
    "law_adult": Outgoing("https://www.legislation.gov.uk/ukpga/2014/23/section/9", "Care Act 2014, section 9"),
    "law_carer": Outgoing("https://www.legislation.gov.uk/ukpga/2014/23/section/10", "Care Act 2014, section 10"),
    "law_eligible": Outgoing("https://www.legislation.gov.uk/ukpga/2014/23/section/13", "Care Act 2014, section 13"),
    "law_budget": Outgoing("https://www.legislation.gov.uk/ukpga/2014/23/section/26", "Care Act 2014, section 26"),
    "law_advocate": Outgoing("https://www.legislation.gov.uk/ukpga/2014/23/section/67", "Care Act 2014, section 67"),
    "law_self_assessment": Outgoing("https://www.legislation.gov.uk/uksi/2014/2827/regulation/2", "SI 2014/2827, regulation 2"),
    "law_criteria": Outgoing("https://www.legislation.gov.uk/uksi/2015/313", "SI 2015/313"),
    "law_starting_point": Outgoing("https://caselaw.nationalarchives.gov.uk/ewca/civ/2010/1209", "Savva [2010] EWCA Civ 1209"),
    "equality_advice": Outgoing("https://www.equalityadvisoryservice.com/", "Equality Advisory and Support Service"),
}


def outgoing(name: str) -> Outgoing:
    """Give the address and its label. Raises KeyError for a name that is not listed."""
    return OUTGOING[name]


def origin(name: str) -> str:
    """Give scheme and host alone, for the content security policy."""
    parts = urlsplit(OUTGOING[name].url)
    return f"{parts.scheme}://{parts.netloc}"

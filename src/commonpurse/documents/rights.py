"""What the law and the ombudsmen say of review, of asking again and of complaints, each with its source and the day it was looked at.

`[R]` marks what was recalled and not read at its source: an officer of the place checks it before a letter goes out.
"""

from dataclasses import dataclass

COMPLAIN_WITHIN_MONTHS = 12
"""From the day one knew of it; later where there were good reasons. Source: SI 2009/309 regulation 12, seen November 2026 through the
Disability Law Service's summary."""

ANSWERED_WITHIN_WORKING_DAYS = 3
"""In which a complaint is acknowledged. Source: SI 2009/309 regulation 13, seen in the same summary."""

FIRST_LOOK_WEEKS = (6, 8)
"""A light first look after support began. Source: Care and Support Statutory Guidance, chapter 13 [R]."""

REVIEW_WITHIN_MONTHS = 12
"""The plan is looked at again at least once a year. Source: Care Act 2014 section 27; the guidance, chapter 13 [R]."""

DIRECT_PAYMENT_WITHIN_MONTHS = 6
"""The first look at how a direct payment works. Source: SI 2014/2871 regulation 7."""


@dataclass(frozen=True)
class Ombudsman:
    name: str
    telephone: str
    address: str
    website: str


SOCIAL_CARE = Ombudsman("Local Government and Social Care Ombudsman", "0300 061 0614", "PO Box 4771, Coventry CV4 0EH", "www.lgo.org.uk")
"""Complain to the council first; come within 12 months. Source: lgo.org.uk and councils' own pages, seen November 2026."""

HEALTH = Ombudsman("Parliamentary and Health Service Ombudsman", "0345 015 4033", "", "www.ombudsman.org.uk")
"""For what the NHS does, within a year. Source: nhs.uk and ombudsman.org.uk, seen November 2026."""

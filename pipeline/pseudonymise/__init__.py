"""Names and places out, stable pseudonyms in; the key is kept apart.

What stays, on purpose: ages, ordinary dates, countries, provinces, peoples, languages, feasts,
brands, nation-wide public bodies, and what the study lists under ``keep``. What goes: people,
organisations and places with a name of their own (towns and districts included), addresses,
telephone and case numbers, e-mail, links, dates of birth.
"""

from pipeline.pseudonymise.detect import Detector
from pipeline.pseudonymise.key import PseudonymKey, check_key_place
from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.offsets import OffsetMap, Replacement
from pipeline.pseudonymise.pseudonymiser import Pseudonymised, Pseudonymiser

__all__ = [
    "Detector",
    "Found",
    "Kind",
    "OffsetMap",
    "PseudonymKey",
    "Pseudonymised",
    "Pseudonymiser",
    "Replacement",
    "check_key_place",
]

"""Evidence for the answers of HiGHS: whole numbers that anybody can check without it."""

from geo.solve.evidence.attach import with_evidence as with_evidence

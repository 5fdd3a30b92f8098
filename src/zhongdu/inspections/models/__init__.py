"""Inspections and all that belongs to one."""

from zhongdu.inspections.models.campaign import Campaign
from zhongdu.inspections.models.evidence import Evidence, Finding, Record
from zhongdu.inspections.models.inspection import PLANNERS, READERS, Inspection, Member, Papers, Respondent
from zhongdu.inspections.models.measures import Demand, DemandItem, Hold, Measure, Obstacle, ThirdParty
from zhongdu.inspections.models.sealing import Sealing

__all__ = [
    "PLANNERS",
    "READERS",
    "Campaign",
    "Demand",
    "DemandItem",
    "Evidence",
    "Finding",
    "Hold",
    "Inspection",
    "Measure",
    "Member",
    "Obstacle",
    "Papers",
    "Record",
    "Respondent",
    "Sealing",
    "ThirdParty",
]

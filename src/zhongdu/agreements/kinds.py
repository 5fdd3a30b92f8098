"""The kinds of agreement an agency signs."""

from django.db import models

from zhongdu.institutions.queries import Institution


class Kind(models.TextChoices):
    INPATIENT = "inpatient", "住院医疗服务"
    OUTPATIENT = "outpatient", "门诊医疗服务"
    CHRONIC = "chronic", "门诊慢特病"
    PHARMACY = "pharmacy", "零售药店"
    DUAL = "dual", "“双通道”药品"
    OTHER = "other", "其他服务"

    def suits(self, institution: Institution) -> bool:
        """Hospitals and pharmacies are designated by two different rules (令第2号, 令第3号), each for its own services."""
        if self in (Kind.DUAL, Kind.OTHER):
            return True
        return (self is Kind.PHARMACY) == (institution.kind == Institution.Kind.PHARMACY)

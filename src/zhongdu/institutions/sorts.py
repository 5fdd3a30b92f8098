"""The sorts of agreement an agency signs with an institution; a decision that suspends services names which it touches."""

from django.db import models

from zhongdu.institutions.models import Institution


class Sort(models.TextChoices):
    INPATIENT = "inpatient", "住院医疗服务"
    OUTPATIENT = "outpatient", "门诊医疗服务"
    CHRONIC = "chronic", "门诊慢特病"
    PHARMACY = "pharmacy", "零售药店"
    DUAL = "dual", "“双通道”药品"
    OTHER = "other", "其他服务"

    def suits(self, institution: Institution) -> bool:
        """Hospitals and pharmacies are designated by two different rules (令第2号, 令第3号), each for its own services."""
        if self in (Sort.DUAL, Sort.OTHER):
            return True
        return (self is Sort.PHARMACY) == (institution.kind == Institution.Kind.PHARMACY)

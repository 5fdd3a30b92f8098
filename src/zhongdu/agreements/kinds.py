"""The kinds of agreement an agency signs."""

from django.db import models


class Kind(models.TextChoices):
    INPATIENT = "inpatient", "住院医疗服务"
    OUTPATIENT = "outpatient", "门诊医疗服务"
    CHRONIC = "chronic", "门诊慢特病"
    PHARMACY = "pharmacy", "零售药店"
    DUAL = "dual", "“双通道”药品"
    OTHER = "other", "其他服务"

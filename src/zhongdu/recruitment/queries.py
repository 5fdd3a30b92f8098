"""What other rooms and pages ask of recruitment."""

from zhongdu.recruitment.models import Application, Notice, Objection

__all__ = ["Application", "Notice", "Objection"]

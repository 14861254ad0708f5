"""The bank of subjects: read strictly, and judged by the rules that make it fair."""

from __future__ import annotations

from provisioner.steps.bank.embedded import keep as keep_picture
from provisioner.steps.bank.files import read
from provisioner.steps.bank.known import Known
from provisioner.steps.bank.problem import ANNEXES, Problem
from provisioner.steps.bank.subject_rules import problems as subject_problems
from provisioner.steps.bank.whole import problems as bank_problems

__all__ = ["ANNEXES", "Known", "Problem", "bank_problems", "keep_picture", "read", "subject_problems"]

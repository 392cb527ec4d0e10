"""Every fault that the doctor knows, made in a mirror that is well."""

from tests.wizard.doctor.faults import data, repository, runs, settings, workflow
from tests.wizard.doctor.faults.fault import FAULTS, Fault

__all__ = ["FAULTS", "Fault", "data", "repository", "runs", "settings", "workflow"]

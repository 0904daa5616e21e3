"""Departments and officers, brought in from tables of any form."""

from organization.imports.departments import ANY_DEPARTMENTS
from organization.imports.officers import ANY_OFFICERS

__all__ = ["ANY_DEPARTMENTS", "ANY_OFFICERS"]

"""Findings in templates; see `audits.columns`."""

from django import template

from audits import columns

register = template.Library()
register.filter("finding_state", columns.finding_state)

"""Findings in templates; see `audits.finding_columns`."""

from django import template

from audits import finding_columns

register = template.Library()
register.filter("finding_state", finding_columns.finding_state)
register.filter("state_name", finding_columns.state_name)
register.filter("is_late", finding_columns.is_late)

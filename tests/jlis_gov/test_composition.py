"""The declarations of kinds, held against the models and against each other."""

from collections import Counter

from django.apps import apps
from django.urls import reverse

from calendars.kinds import ScheduledKind
from calendars.scheduled import ScheduledRecord
from jlis_gov.composition import FEEDS, KINDS, PAPERS, SCHEDULED
from records.agency import AgencySettings
from records.base import Record
from records.papers import Attachment


def test_every_kind_of_record_is_declared_once():
    # Records of `records` itself tell how the others are kept; but for the settings, which are
    # loaded with them, nothing offers them.
    of_rooms = (model for model in apps.get_models() if model._meta.app_label != "records")
    models = [model for model in of_rooms if issubclass(model, Record)]
    assert Counter(kind.model for kind in KINDS) == Counter([*models, AgencySettings])


def test_whatever_has_a_schedule_is_shown_by_calendars_and_planned():
    scheduled = {kind.model for kind in KINDS if issubclass(kind.model, ScheduledRecord)}
    assert {kind.model for kind in SCHEDULED} == scheduled
    assert {kind.copying.model for kind in SCHEDULED} == scheduled


def test_no_two_kinds_share_a_name_a_key_a_source_or_a_group_of_keys():
    groups = [kind.key_group.prefix for kind in KINDS if kind.key_group]
    sources = [source.name for source in FEEDS.sources]
    keys = [source.key for source in FEEDS.sources]
    for names in ([kind.name for kind in KINDS], groups, sources, keys):
        assert len(names) == len(set(names))


def test_every_document_of_a_record_has_an_address():
    assert set(PAPERS) == {each for each in apps.get_models() if issubclass(each, Attachment)}


def test_each_table_of_the_report_is_declared_by_one_kind():
    assert sorted(number for kind in KINDS for number in kind.report) == list(range(1, 14))
    brought_in = [number for kind in KINDS for number in kind.imports]
    assert sorted(brought_in) == sorted(set(brought_in))


def test_a_list_page_is_called_in_addresses_feeds_and_evidence_as_its_kind_is():
    for kind in KINDS:
        if kind.page is None:
            assert not kind.in_navigation
            continue
        assert reverse(kind.list_route).endswith(f"/{kind.name}/")
        assert kind.page.filterset_class._meta.model in (None, kind.model)
        assert kind.page.evidence in ("", kind.name)
        assert kind.page.feed == (kind.name if isinstance(kind, ScheduledKind) else "")

"""What is public names only what is published, whichever of the two is saved last."""

from functools import partial

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from records import journal
from records.base import JournalledModel, Record, Visibility
from tests import factories

NAMING = {
    "AuditClassification": ("type", factories.AuditClassificationFactory),
    "AuditTarget": ("department", factories.AuditTargetFactory),
    "Certification": ("department", factories.CertificationFactory),
    "Conclusion": ("type", partial(factories.ConclusionFactory, visibility=Visibility.PUBLIC)),
    "Department": ("parent_department", factories.DepartmentFactory),
    "DrillDepartment": ("department", factories.DrillDepartmentFactory),
    "Finding": ("department", partial(factories.FindingFactory, published=True)),
    "InspectedDepartment": ("department", factories.InspectedDepartmentFactory),
    "InspectionReceived": ("authority", factories.InspectionReceivedFactory),
    "Session": ("body", factories.SessionFactory),
}
# Links of which a page says nothing, or leaves out what its reader may not see.
SILENT = {
    "AgendaItem.body",  # printed only where the sitting has a session of that body
    "Audit.conclusion",  # no page tells it to who reads only what is public
    "Audit.copied_from",
    "Auditor.department",
    "ConductedTogether.partner",
    "CorrectiveAction.checker_department",  # a finding is never public
    "DocumentRequest.department",  # a request is never public
    "Drill.copied_from",
    "Finding.repeats",
    "FindingClassification.category",  # of a finding the public is told a summary alone
    "InspectionReceived.copied_from",
    "IssuedDocument.finding",  # an issued document is never public
    "IssuedDocument.plan",
    "Meeting.copied_from",
    "ProcedureFinding.finding",  # a procedure is never public
    *("PlanOmission.department", "PlanOmission.type"),  # a plan is never public
    "PlannedDrill.drill",  # like PlannedAudit.audit: a plan is never public
    "ReorganisationStep.department",
}


def named_factory(name):
    field, _factory = NAMING[name]
    model = next(model for model in apps.get_models() if model.__name__ == name)
    target = model._meta.get_field(field).related_model
    return getattr(factories, f"{target.__name__}Factory")


def test_every_link_to_a_record_is_either_named_or_silent():
    links = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, JournalledModel)
        for field in model._meta.concrete_fields
        if field.remote_field and issubclass(field.related_model, Record)
        if field.name not in (getattr(model, "part_of", ""), "audit")
    }
    assert links == {f"{model}.{field}" for model, (field, _made) in NAMING.items()} | SILENT
    for model in apps.get_models():
        if issubclass(model, JournalledModel):
            assert model.names == tuple(NAMING.get(model.__name__, ())[:1])


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMING)
def test_public_record_cannot_name_an_internal_one(name):
    field, factory = NAMING[name]
    hidden = named_factory(name)(internal=True)
    with pytest.raises(ValidationError) as refused:
        factory(**{field: hidden})
    assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMING)
def test_named_record_cannot_be_made_internal_under_a_public_one(name):
    field, factory = NAMING[name]
    named = getattr(factory(**{field: named_factory(name)()}), field)
    named.visibility = Visibility.INTERNAL
    with pytest.raises(ValidationError) as refused:
        named.full_clean()
    assert set(refused.value.message_dict) == {"visibility"}


@pytest.mark.django_db
def test_internal_record_names_whatever_it_likes():
    hidden = factories.BodyFactory(internal=True)
    meeting = factories.MeetingFactory(internal=True)
    session = factories.SessionFactory(meeting=meeting, body=hidden)
    hidden.full_clean()
    meeting.visibility = Visibility.PUBLIC
    session.meeting = meeting
    with pytest.raises(ValidationError), journal.change(actor="test"):
        session.full_clean()

"""What the record of a finding says, under the words of official forms."""

from datetime import date

from django.utils.text import capfirst

from audits.models import Finding
from dates import official_number
from records.documents import Values, official_day, texts

FINDING_SAMPLE: Values = {
    **texts("指摘番号", "題名", "区分", "再指摘", "指摘事項", "基準", "原因", "影響", "改善提案"),
    **texts("部門", "類似事例", "責任者", "見解", "回答", "回答日", "回答者", "期限", "状態"),
}


def finding_values(finding: Finding, at: date) -> Values:
    """The values of a finding as it stands on the day `at`; what is not on record is empty."""
    response, answer = finding.get_response_display(), finding.answer
    return {
        "指摘番号": finding.reference or official_number(finding.number),
        "題名": finding.title,
        "区分": capfirst(finding.get_grade_display()),
        "再指摘": "再" if finding.is_repeat else "",
        "指摘事項": finding.summary,
        "基準": "　".join(filter(None, (finding.criteria, finding.clause))),
        "原因": finding.cause,
        "影響": finding.effect,
        "改善提案": finding.recommendation,
        "部門": str(finding.department or ""),
        "類似事例": finding.similar_cases,
        "責任者": finding.owner,
        "見解": "\n".join(filter(None, (response, answer))),
        "回答": answer,
        "回答日": official_day(finding.answered_on),
        "回答者": finding.answered_by,
        "期限": official_day(finding.due(at)),
        "状態": capfirst(str(finding.state(at).label)),
    }

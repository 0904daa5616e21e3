"""Each document in the order, with the columns and widths of its official form."""

import subprocess
from datetime import date

import pytest
from django.utils import translation

from audits.documents import DOCUMENT_KINDS, make, propose
from audits.models import DocumentType
from tests import factories
from tests.audits.documents.reading import AT, lines, made, rows, shares, tables
from tests.conftest import program

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def audit():
    """An audit of which everything that documents print is on record."""
    audit = factories.AuditFactory(
        subject="入退室管理",
        schedule_text="平成28年11月８日",
        objective="入退室の管理を確かめる。",
        period_text="平成28年度",
        by_documents=True,
        on_site=True,
        focus_points="申請と承認",
    )
    kind = factories.AuditTypeFactory(name="情報セキュリティ監査", short_name="情セキ")
    factories.AuditClassificationFactory(audit=audit, type=kind)
    general = factories.DepartmentFactory(name="総務部")
    factories.AuditTargetFactory(audit=audit, department=general)
    factories.AuditorFactory(audit=audit, name="山田 花子", planned_days="1.5")
    factories.AuditorFactory(audit=audit, name="監査 太郎", role="lead", planned_days="2")
    return audit


@pytest.fixture
def finding(audit):
    return factories.FindingFactory(
        audit=audit,
        number=1,
        reference="2016-内-01",
        title="入退室記録の不備",
        summary="承認の印のない申請書がある。",
        criteria="入退室管理規程",
        clause="第12条第２項",
        cause="点検の手順がない。",
        recommendation="毎月点検すること。",
        department=audit.targets.get().department,
        found_on=date(2016, 11, 8),
        due_on=date(2017, 3, 31),
    )


def blank(count):
    return [""] * count


def test_annual_plan_stands_in_the_order_of_its_form(audit):
    drill = factories.DrillFactory(name="安否確認訓練", schedule_text="平成28年９月１日")
    plan = factories.AuditPlanFactory(title="平成28年度監査計画", rows=[audit, drill])
    document = made(DocumentType.PLAN, plan)
    assert lines(document) == [
        "平成28年３月24日",
        "決第３号",
        "監査室",
        "平成28年度監査計画",
        "１　監査の基本方針",
        "２　重点項目",
        "３　監査の種類、対象及び実施時期（着眼点は本書を作成した日現在の登録による。）",
        "４　監査の方法",
        "５　実施体制（本書を作成した日現在の登録による。）",
        "６　訓練",
        "７　フォローアップの方針",
    ]
    audits, auditors, drills = document.tables[2], document.tables[4], document.tables[5]
    assert rows(audits) == [
        ["№", "監査種別（対象業務）", "対象部門", "実施時期", "監査の目的・着眼点"],
        [
            "１",
            "情報セキュリティ監査（入退室管理）",
            "",
            "平成28年11月８日",
            "入退室の管理を確かめる。\n申請と承認",
        ],
    ]
    assert shares(audits) == [6, 26, 26, 20, 22]
    assert rows(auditors)[1:] == [["山田 花子", "№１", "1.5人日"], ["監査 太郎", "№１", "2人日"]]
    assert rows(drills)[1] == ["１", "安否確認訓練", "", "平成28年９月１日"]


def test_revised_plan_ends_with_its_reason(audit):
    factories.AuditPlanFactory(rows=[audit])
    plan = factories.AuditPlanFactory(revision=1, reason="監査対象の追加", rows=[audit])
    document = made(DocumentType.PLAN, plan)
    assert lines(document)[-1] == "８　改定の理由"
    assert tables(document)[-1] == [["監査対象の追加"]]


def test_plan_tells_what_it_leaves_out_below_what_it_holds(audit):
    kind = factories.AuditTypeFactory(name="個人情報保護（PMS）監査")
    plan = factories.AuditPlanFactory(rows=[audit], omitted=[(kind, None)])
    document = made(DocumentType.PLAN, plan)
    at = lines(document).index("（周期により行うべき監査のうち、計画に含めないもの）")
    assert lines(document)[at - 1].startswith("３　")
    assert lines(document)[at + 1] == "４　監査の方法"
    grid = document.tables[3]
    assert rows(grid) == [
        ["監査種別", "対象部門等", "周期等", "計画に含めない理由"],
        ["個人情報保護（PMS）監査", "", "", "組織改編のため"],
    ]
    assert shares(grid) == [22, 22, 26, 30]


def test_notice_is_a_letter_with_the_list_of_documents_asked_for(audit):
    document = made(DocumentType.NOTICE, audit, number="監第12号", dated_on=date(2016, 10, 3))
    assert lines(document) == [
        "総務部　御中",
        "監査室長",
        "情報セキュリティ監査の実施について（通知）",
        "　標記の監査を下記のとおり実施しますので、通知します。",
        "記",
        "以上",
        "別紙",
        "依頼資料一覧",
        "監査名　情報セキュリティ監査（入退室管理）",
        "平成28年10月３日現在",
    ]
    number, items, requests = tables(document)
    assert number == [["監第12号\n平成28年10月３日"]]
    assert items == [
        ["１　監査の種類", "情報セキュリティ監査（入退室管理）"],
        ["２　監査の目的", "入退室の管理を確かめる。"],
        ["３　監査の対象", ""],
        ["　(1)　対象部門", "総務部"],
        ["　(2)　対象期間", "平成28年度"],
        ["４　監査の日程", "平成28年11月８日"],
        ["５　場所", ""],
        ["６　監査員", "監査 太郎（主任監査員）、山田 花子"],
        ["７　監査の方法", "書面、実地"],
        ["８　提出資料及び提出期限", "別紙「依頼資料一覧」のとおり"],
        ["９　その他（立会者の指名等）", ""],
    ]
    heads = ["№", "依頼資料名", "対象期間・基準日", "様式・媒体", "提出部門・担当", "提出期限"]
    assert requests == [[*heads, "受領日", "状態", "備考"], blank(9)]
    assert shares(document.tables[2]) == [5, 24, 12, 9, 13, 10, 9, 8, 10]
    first, second = document.sections
    assert first.page_width < first.page_height
    assert second.page_width > second.page_height


def test_notice_of_an_audit_in_phases_has_a_row_each():
    text = "予備調査：平成28年９月１日、実地監査：平成28年11月８日"
    audit = factories.AuditFactory(schedule_text=text)
    phases = tables(made(DocumentType.NOTICE, audit))[2]
    assert phases == [
        ["区分", "日程", "場所", "担当者"],
        ["予備調査", "平成28年９月１日", "", ""],
        ["実地監査", "平成28年11月８日", "", ""],
    ]


def test_notice_of_the_statutory_auditors_is_theirs():
    assert propose(DocumentType.NOTICE, factories.AuditFactory(regime="auditor")).sender == "監事"


def test_working_paper_lets_another_retrace_the_work(audit, finding):
    step = factories.ProcedureFactory(
        audit=audit,
        number=1,
        objective="権限のない者が入室する危険",
        procedure="申請書と照合する。",
        criteria="入退室管理規程 第12条",
        technique="閲覧",
        population="平成28年度の申請書",
        population_size=1300,
        selection="random",
        sample_size=25,
        result="partly",
        exceptions="２件に印がない。",
        conclusion="一部で守られていない。",
        evidence="入室申請書",
        done_by="監査 太郎",
        done_on=date(2016, 11, 8),
    )
    factories.ProcedureFindingFactory(procedure=step, finding=finding)
    factories.ProcedurePaperFactory(procedure=step, title="入室申請書の写し")
    document = made(DocumentType.WORKING_PAPER, audit)
    assert lines(document) == [
        "監査調書",
        "１　監査要点（目的・リスク）",
        "２　監査基準（規程・条項）",
        "３　母集団及び試査",
        "４　監査手続及びその結果",
        "５　例外事項",
        "６　結論",
        "７　添付",
    ]
    head, points, criteria, sample, work, exceptions, conclusion, papers = tables(document)
    assert [row[0] for row in head] == [
        *("調書番号", "監査名", "対象部門", "実施日", "作成者・作成日", "査閲者・査閲日"),
    ]
    assert [row[1] for row in head][3:] == ["平成28年11月８日", "監査 太郎　平成28年11月８日", ""]
    assert points[1] == ["１", "権限のない者が入室する危険"]
    assert criteria[1] == ["１", "入退室管理規程 第12条"]
    assert sample[1] == ["１", "平成28年度の申請書", "1,300件", "無作為", "25件"]
    assert work == [
        ["№", "監査手続", "確認資料・証拠", "結果", "判定", "関連指摘"],
        [
            *("１", "申請書と照合する。（閲覧）", "入室申請書", "一部で守られていない。"),
            *("一部不備", "2016-内-01"),
        ],
    ]
    assert shares(document.tables[4]) == [6, 30, 22, 24, 8, 10]
    assert exceptions[1] == ["１", "２件に印がない。"]
    assert (conclusion, papers) == ([[""]], [["入室申請書の写し"]])


def test_report_has_its_chapters_and_the_list_of_findings(audit, finding):
    factories.FindingFactory(audit=audit, number=2, grade="observation", draft=True)
    document = made(DocumentType.REPORT, audit)
    assert lines(document)[:14] == [
        "理事長　殿",
        "監査室長",
        "情報セキュリティ監査　監査報告書",
        "第１　監査の概要",
        "第２　監査の結果",
        "１　総括（結論）",
        "２　指摘事項の概要",
        "３　指摘事項",
        "第３　改善を要しないが参考となる事項",
        "第４　前回指摘の状況",
        "第５　留意事項（試査による旨、制約、意見の相違、準拠した基準）",
        "以上",
        "別添",
        "指摘事項一覧",
    ]
    _number, outline, summary, counts, one, notable, earlier, notes, listed = tables(document)
    assert outline[2] == ["３　監査の対象", "部門：総務部\n業務：入退室管理\n期間：平成28年度"]
    assert summary == notable == notes == [[""]]
    assert counts == [["区分", "件数"], ["軽微な不適合", "1件"], ["合計", "1件"]]
    assert one == [
        ["番号・題名", "2016-内-01　入退室記録の不備"],
        ["区分", "軽微な不適合"],
        ["事実", "承認の印のない申請書がある。"],
        ["基準", "入退室管理規程　第12条第２項"],
        ["原因", "点検の手順がない。"],
        ["影響", ""],
        ["改善提案", "毎月点検すること。"],
        ["被監査部門の見解", ""],
    ]
    assert earlier[1] == blank(3)
    assert listed[0] == [
        *("№", "監査名・実施日", "対象部門", "区分", "指摘事項", "再指摘"),
        *("回答（要旨）・回答日", "期限（延長後）", "状態"),
    ]
    assert listed[1][6:8] == ["", "平成29年３月31日"]
    assert shares(document.tables[8]) == [5, 14, 11, 8, 30, 5, 15, 7, 5]


def test_draft_of_a_report_has_findings_that_are_still_drafts(audit):
    factories.FindingFactory(audit=audit, draft=True)
    draft = made(DocumentType.REPORT, audit, is_draft=True)
    assert "情報セキュリティ監査　監査報告書（案）" in lines(draft)
    assert len(draft.tables) == len(made(DocumentType.REPORT, audit).tables) + 1


def test_reply_has_actions_and_what_the_audit_office_made_of_them(finding):
    factories.CorrectiveActionFactory(
        finding=finding,
        description="様式を改める。",
        responsible="総務課長",
        planned_for=date(2017, 1, 31),
        completed_on=date(2017, 1, 20),
        effectiveness_checked_on=date(2017, 2, 20),
        was_effective=True,
        checked_by="監査 太郎",
        check_method="閲覧",
        check_evidence="申請書",
    )
    document = made(DocumentType.REPLY, finding)
    assert lines(document)[:4] == [
        "監査室長　殿",
        "総務部",
        "情報セキュリティ監査（入退室管理）に係る是正処置について（報告）",
        "　標記の監査における指摘事項について、措置の状況を下記のとおり報告します。",
    ]
    _number, items, box, actions, rest, checks, extensions, closing = tables(document)
    assert items[1] == ["　　指摘番号・区分", "2016-内-01　軽微な不適合"]
    assert [row[0] for row in [*box, *rest, *closing]] == [
        *("２　指摘事項", "３　修正（応急）", "４　原因", "５　類似事例の有無（水平展開）"),
        *("７　文書・規程の変更", "８　残るリスク", "11　完了・閉鎖"),
    ]
    assert actions == [
        ["№", "処置の内容", "担当部門・責任者", "予定日", "完了日", "証拠"],
        ["１", "様式を改める。", "総務課長", "平成29年１月31日", "平成29年１月20日", ""],
    ]
    assert shares(document.tables[3]) == [6, 40, 16, 12, 12, 14]
    assert checks[1] == ["１", "平成29年２月20日", "閲覧", "有効", "監査 太郎"]
    assert extensions[1] == blank(3)


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_sample_has_the_words_that_the_record_fills(kind, audit, finding):
    """What a template may name is filled, and nothing else is."""
    records = {"plan": factories.AuditPlanFactory(rows=[audit]), "reply": finding}
    found = DOCUMENT_KINDS[kind].values(records.get(kind, audit), False)
    letter = propose(kind, records.get(kind, audit)).values()
    assert {*found, *letter} == set(DOCUMENT_KINDS[kind].form.sample)


def test_document_is_japanese_on_an_english_page(audit, finding):
    with translation.override("en"):
        document = made(DocumentType.REPORT, audit)
    assert tables(document)[3][1] == ["軽微な不適合", "1件"]


@pytest.mark.slow
def test_another_program_opens_the_report(audit, finding, tmp_path):
    (tmp_path / "report.docx").write_bytes(
        make(DocumentType.REPORT, audit, propose(DocumentType.REPORT, audit), AT)
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program("soffice"), profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        [program("pdftotext"), "-layout", "report.pdf", "-"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    said = "".join(text.split())
    for each in ("情報セキュリティ監査監査報告書", "承認の印のない申請書がある。", "指摘事項一覧"):
        assert each in said

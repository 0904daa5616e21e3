"""A small form of documents for the tests of templates."""

from datetime import date

from records.documents import Column, Letter, OfficialForm, Template, Values, tag

LETTER = Letter(
    number="監第12号",
    dated_on=date(2026, 4, 1),
    addressee="総務部長\n情報処理部長",
    honorific="殿",
    sender="監査室長\n監査　太郎",
    seal_omitted=True,
    contact="監査室　電話 03-0000-0000",
    distribution="監事",
)


def template() -> Template:
    made = Template()
    made.letter_head("監査の実施について（通知）")
    made.items([("１　監査の目的", tag("監査の目的"))])
    made.grid([Column("区分", 30, "区分"), Column("日程", 70, "日程")], "日程表")
    made.letter_foot()
    return made


def values(letter: Letter = LETTER, purpose: str = "確認する。", *rows: str) -> Values:
    dates = [{"区分": "実地監査", "日程": row} for row in rows]
    return {**letter.values(), "監査の目的": purpose, "日程表": dates}


FORM = OfficialForm(template=template, sample=values(LETTER, "目的", "日程"))

import io

import pytest

from records import tabular
from records.tabular import ColumnSpec, Spec, TabularError

SPEC = Spec(
    name="内部監査",
    columns=(
        ColumnSpec("type", "監査種別"),
        ColumnSpec("targets", "対象部門"),
        ColumnSpec("when", "監査実施年月日", required=False),
    ),
)


def read(data, spec=SPEC, name="a.csv"):
    return tabular.read(io.BytesIO(data), name, spec)


def refusal(data, spec=SPEC):
    with pytest.raises(TabularError) as failure:
        read(data, spec)
    return failure.value


TEXT = "監査種別,対象部門\r\n会計監査①㈱～,稲垣\uf9dc一\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_text_is_read_in_each_encoding_that_offices_use(encoding):
    (row,) = read(TEXT.encode(encoding)).rows
    assert row.cells == {"type": "会計監査①㈱～", "targets": "稲垣\uf9dc一"}
    assert row.number == 2

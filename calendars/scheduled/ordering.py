"""The order of lists, as their index has it too."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.indexes import IndexExpression
from django.db.models.sql.compiler import SQLCompiler


class NewestFirst(OrderBy):
    """By a day, the latest first and what has none last."""

    def __init__(self, field: str) -> None:
        super().__init__(F(field), descending=True, nulls_last=True)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """NULL is the least there, so it comes last by itself; and no index may say so."""
        return OrderBy(self.expression, descending=True).as_sql(compiler, connection)


IndexExpression.register_wrappers(  # classes, which the stubs take for expressions
    *IndexExpression.wrapper_classes,
    NewestFirst,  # type: ignore[arg-type]
)

NEWEST_FIRST = NewestFirst("starts_on")

"""The pictures of a fiscal year as somebody may see them, each with the table of its numbers."""

from oversight.pictures.composing import pictures_of
from oversight.pictures.picture import Cell, Picture

__all__ = ["Cell", "Picture", "pictures_of"]

"""Makes the poster that invites a neighbourhood to its survey, as a PDF to be printed."""

from heard.core.posters.make import make
from heard.core.posters.poster import Direction, Language, Paper, Poster, PosterError

__all__ = ["Direction", "Language", "Paper", "Poster", "PosterError", "make"]

"""Makes the poster that invites a neighbourhood to its survey, as a PDF to be printed."""

from heard.core.posters.make import make, qr_png, qr_svg
from heard.core.posters.poster import Direction, Language, Paper, Poster, PosterError

__all__ = ["Direction", "Language", "Paper", "Poster", "PosterError", "make", "qr_png", "qr_svg"]

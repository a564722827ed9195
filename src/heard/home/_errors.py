"""The one error of the home: a sentence that names the path and the rule."""


class HomeError(Exception):
    pass

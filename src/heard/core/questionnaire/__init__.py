"""A questionnaire as ODK XForms describe it: read, evaluated and walked, without a database."""

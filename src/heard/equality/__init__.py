"""Who answers: the equality questions, asked after a survey and kept apart from it."""

"""The pages for staff about what members say, and the survey that asks them."""

"""The pages about what people wrote: themes, comments, and how both are coded."""

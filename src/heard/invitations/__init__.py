"""Who was asked, with which link."""

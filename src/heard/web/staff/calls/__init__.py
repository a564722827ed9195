"""The pages of trained callers and their supervisors: nobody else opens them."""

// The pages of the officer's phone.

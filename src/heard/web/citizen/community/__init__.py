"""The community: joining it, what a member gets, and leaving it. A GET changes nothing."""

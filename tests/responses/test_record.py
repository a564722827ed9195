import pytest
from tests.asked import ask, ASKED, CALLED
pytestmark = pytest.mark.django_db
def test_x():
    i = ask()
    print(i.__dict__)

import time
import pytest
from datetime import UTC, datetime
from heard.simulation.neighbourhood import ask_neighbourhoods
@pytest.mark.django_db
def test_cost():
    t=time.process_time(); w=time.time()
    ask_neighbourhoods(seed=1, until=datetime(2020,10,27,tzinfo=UTC), progress=lambda n: None)
    print("COST", time.process_time()-t, time.time()-w)

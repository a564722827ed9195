"""How the force is made up, from day to day: units within units, and people in teams."""

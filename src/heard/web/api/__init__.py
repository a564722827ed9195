"""Machines that read: the force's own Qlik, Power BI or Superset."""

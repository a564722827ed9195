"""How whoever was invited had been drawn, and by which way they were asked."""

import pyarrow as pa

# The chance with which whoever was invited had been drawn to be asked so, by which way they were
# asked, and the parallel run that drew it, as it was decided then; who was not invited has none.
DRAWN = (
    " LEFT JOIN LATERAL (SELECT s.probability * CASE WHEN u.id IS NULL THEN 1"
    " WHEN s.channel = u.other THEN u.share ELSE 1 - u.share END AS probability,"
    " coalesce(nullif(s.channel, ''), p.channel) AS way,"
    " s.parallel_run_id AS run, s.channel = u.other AS is_other"
    " FROM eligibility_screening s LEFT JOIN eligibility_parallelrun u ON u.id = s.parallel_run_id"
    " WHERE s.touchpoint_id = i.touchpoint_id AND s.programme_id = i.programme_id"
    " AND s.outcome = 'SEND' AND s.decided_at <= i.asked_at"
    " ORDER BY s.decided_at DESC, s.id DESC LIMIT 1) AS drawn ON true"
)
RUN = (
    " coalesce(drawn.way, '') AS asked_by, coalesce(drawn.run, 0) AS run,"
    " coalesce(drawn.is_other, false) AS other_way,"
)
RUN_TYPES = {"asked_by": pa.string(), "run": pa.int64(), "other_way": pa.bool_()}

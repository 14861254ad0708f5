"""Chains of steps: the only place where steps meet. One folder per job that a person has, told by its name.

Before the day: `bank` (subjects, and its rehearsal on real sites), `prepare`, `kit`. The day itself: `sitting`, `live`,
`spare`, `fleet`. After it: `evidence`, `records`. What proves the software: `accuracy`, `bench`, `exam_day`, `demo`.
"""

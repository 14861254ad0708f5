"""Candidates' sites during the exam: opened, kept in order, started, paused, ended, closed.

`opening` makes them, `lifecycle` looks at them and removes them, `conduct` judges orders, `doorman` tells the
front door, `keeper` ends and closes each in its time. `room` is a wave as it stands now.
"""

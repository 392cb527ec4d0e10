"""The mirror on the athlete's own machine: a folder, a stored key, and a timer of the platform.

Renderers (:mod:`systemd`, :mod:`crontab`, :mod:`launchd`, :mod:`task_scheduler`) and
:mod:`plan` are pure; :mod:`apply` acts; :mod:`run` is what the timer starts.
"""

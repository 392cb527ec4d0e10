"""Stand-ins for the two services that the product talks to, over real HTTP on loopback.

`section11-setup demo` and the tests share them: the wizard and the engine run unchanged, only
their two base URLs differ. The athlete, the account and every secret in here are invented.
"""

"""The reader measured kind by kind: a file for each kind, its pictures and its scores; `python -m benchmarks.reader`.

More than fifteen files, since a kind's pictures are made by other means than the project's own generators, each by
itself.
"""

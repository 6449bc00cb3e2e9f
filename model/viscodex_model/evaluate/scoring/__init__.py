"""From the questions of a benchmark to predictions, and from predictions to scores, as files."""

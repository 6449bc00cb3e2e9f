"""Measuring a served model: predictions from a server, scores from predictions, reports from scores."""

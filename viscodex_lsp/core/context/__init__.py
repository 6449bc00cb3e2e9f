"""What the model is told about the place that the code goes to."""

"""The merge stage: combines a vision-language model and a code model into one checkpoint folder."""

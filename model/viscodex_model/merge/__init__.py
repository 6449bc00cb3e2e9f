"""The merge stage: a vision-language model and a code model in, one checkpoint folder out."""

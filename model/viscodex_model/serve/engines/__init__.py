"""TGI and vLLM, started with the options that fit a checkpoint folder."""
